// A server that accepts Encrypted Client Hello, from Go's own library: it says its port, the configuration
// that it takes and one with a key that it has not, both as the DNS would have them, and an empty line.
//
//	ech CERTIFICATE KEY PUBLIC-NAME retry|silent
package main

import (
	"crypto/ecdh"
	"crypto/rand"
	"crypto/tls"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"log"
	"os"
)

// config is an ECHConfig (RFC 9849 section 4) for a key of X25519.
func config(id byte, key *ecdh.PrivateKey, publicName string) []byte {
	public := key.PublicKey().Bytes()
	body := []byte{id, 0, 0x20}
	body = binary.BigEndian.AppendUint16(body, uint16(len(public)))
	body = append(body, public...)
	body = append(body, 0, 8, 0, 1, 0, 1, 0, 1, 0, 3, 32, byte(len(publicName)))
	body = append(body, publicName...)
	body = append(body, 0, 0)
	head := binary.BigEndian.AppendUint16([]byte{0xfe, 0x0d}, uint16(len(body)))
	return append(head, body...)
}

func published(config []byte) string {
	list := binary.BigEndian.AppendUint16(nil, uint16(len(config)))
	return base64.StdEncoding.EncodeToString(append(list, config...))
}

func main() {
	certificate, err := tls.LoadX509KeyPair(os.Args[1], os.Args[2])
	if err != nil {
		log.Fatal(err)
	}
	key, err := ecdh.X25519().GenerateKey(rand.Reader)
	if err != nil {
		log.Fatal(err)
	}
	old, err := ecdh.X25519().GenerateKey(rand.Reader)
	if err != nil {
		log.Fatal(err)
	}
	current := config(1, key, os.Args[3])
	listener, err := tls.Listen("tcp", "127.0.0.1:0", &tls.Config{
		Certificates: []tls.Certificate{certificate},
		EncryptedClientHelloKeys: []tls.EncryptedClientHelloKey{
			{Config: current, PrivateKey: key.Bytes(), SendAsRetry: os.Args[4] == "retry"},
		},
	})
	if err != nil {
		log.Fatal(err)
	}
	var port int
	fmt.Sscanf(listener.Addr().String(), "127.0.0.1:%d", &port)
	fmt.Printf("%d\n%s\n%s\n\n", port, published(current), published(config(2, old, os.Args[3])))
	for {
		connection, err := listener.Accept()
		if err != nil {
			return
		}
		go func() {
			defer connection.Close()
			connection.Read(make([]byte, 4096))
		}()
	}
}

//! The `tlsctl` program: arguments in, exit code out.
fn main() -> std::process::ExitCode {
    tlsctl::main()
}

const pick = document.getElementById("pick"), told = document.getElementById("told");
const WHY = { 409: "something else has this name", 412: "it is there already", 413: "it is too large", 507: "there is no room" };
async function send(files) {
  for (const file of files) {
    told.textContent = `${file.name} …`;
    try {
      const to = "./" + encodeURIComponent(file.name);
      const answer = await fetch(to, { method: "PUT", body: file, headers: { "If-None-Match": "*" } });
      if (!answer.ok) throw WHY[answer.status] || (await answer.text()).trim() || answer.status;
    } catch (why) {
      told.textContent = `${file.name} was not taken in: ${why}`;
      return;
    }
  }
  location.reload();
}
pick.addEventListener("change", () => send(pick.files));
addEventListener("dragover", event => event.preventDefault());
addEventListener("drop", event => { event.preventDefault(); send(event.dataTransfer.files); });

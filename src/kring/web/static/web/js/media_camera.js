// Takes photos inside the page: they go straight into the form and never to the roll of the phone.
// Without this script or without a camera nothing shows, and a photo is chosen from the device.

const LONGEST = 2560;
const QUALITY = 0.92;

function draw(video) {
  const scale = Math.min(1, LONGEST / Math.max(video.videoWidth, video.videoHeight));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(video.videoWidth * scale);
  canvas.height = Math.round(video.videoHeight * scale);
  canvas.getContext("2d").drawImage(video, 0, 0, canvas.width, canvas.height);
  return new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
}

function start(camera) {
  const part = (name) => camera.querySelector(`[data-camera-${name}]`);
  const dialog = camera.querySelector("dialog");
  const video = camera.querySelector("video");
  const field = document.querySelector(`input[type="file"][name="${camera.dataset.camera}"]`);
  let taken = [];

  const count = () => {
    const { none, some } = part("count").dataset;
    part("count").textContent = taken.length ? some.replace("#", taken.length) : none;
  };
  const stop = () => {
    video.srcObject?.getTracks().forEach((track) => track.stop());
    video.srcObject = null;
    taken = [];
    dialog.close();
  };

  part("open").addEventListener("click", async () => {
    try {
      video.srcObject = await navigator.mediaDevices.getUserMedia({
        audio: false, video: { facingMode: "environment", width: { ideal: LONGEST } },
      });
    } catch {
      part("refused").hidden = false;
      return;
    }
    part("refused").hidden = true;
    count();
    dialog.showModal();
    await video.play();
  });
  part("take").addEventListener("click", async () => {
    taken.push(new File([await draw(video)], "photo.jpg", { type: "image/jpeg" }));
    count();
  });
  part("done").addEventListener("click", () => {
    const files = new DataTransfer();
    taken.forEach((photo) => files.items.add(photo));
    const any = taken.length > 0;
    stop();
    if (!any) return;
    field.files = files.files;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  });
  part("stop").addEventListener("click", stop);
  dialog.addEventListener("close", () => video.srcObject && stop());
  camera.hidden = false;
}

if (navigator.mediaDevices?.getUserMedia) document.querySelectorAll("[data-camera]").forEach(start);

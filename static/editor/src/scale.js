// Pictures beyond what the server takes, or longer than any page shows, are
// made smaller before they travel.
const most = 24e6; // pixels
const longest = 3000; // pixels of the longer side

// scaled gives the file, or a smaller one of the same kind and name. What the
// browser can't read goes as it is: the server says what is wrong with it.
export async function scaled(file) {
  let bitmap;
  try {
    bitmap = await createImageBitmap(file);
  } catch {
    return file;
  }
  const { width, height } = bitmap;
  const by = Math.min(1, longest / Math.max(width, height), Math.sqrt(most / (width * height)));
  if (by === 1) {
    bitmap.close();
    return file;
  }
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * by);
  canvas.height = Math.round(height * by);
  const context = canvas.getContext("2d");
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  const type = file.type === "image/png" || file.type === "image/webp" ? file.type : "image/jpeg";
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, type, 0.9));
  const name = type === file.type ? file.name : file.name.replace(/\.\w+$/, "") + ".jpg";
  return blob ? new File([blob], name, { type }) : file;
}

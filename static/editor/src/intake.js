// What is pasted and dropped: markup is cleaned, pictures are sent, documents
// of Word are read by the server.
import { Extension } from "@tiptap/core";
import { Plugin, TextSelection } from "@tiptap/pm/state";
import { address } from "./address.js";
import { send } from "./api.js";
import { clean } from "./paste/clean.js";
import { fit } from "./paste/fit.js";
import { Pictures } from "./paste/pictures.js";
import { word } from "./words.js";

export const intake = (rich) => Extension.create({
  name: "intake",
  addProseMirrorPlugins: () => {
    let rtf = ""; // of the paste that is being handled
    return [new Plugin({
      props: {
        handleDOMEvents: {
          paste: (view, event) => { rtf = event.clipboardData?.getData("text/rtf") ?? ""; return false; },
          drop: () => { rtf = ""; return false; },
        },
        transformPastedHTML: (html) => (own(html) ? html : clean(html, new Pictures(rich.uploads, rtf))),
        transformPasted: (slice, view) => fit(slice, view.state),
        handlePaste: (view, event) => {
          const files = filesOf(event.clipboardData);
          // Word and Excel add a picture of what was copied: the text is meant.
          if (files.length && !says(event.clipboardData.getData("text/html"))) {
            receive(rich, files);
            return true;
          }
          return linked(rich, event.clipboardData.getData("text/plain"));
        },
        handleDrop: (view, event, slice, moved) => {
          const files = moved ? [] : filesOf(event.dataTransfer);
          if (!files.length) return false;
          const at = view.posAtCoords({ left: event.clientX, top: event.clientY });
          if (at) view.dispatch(view.state.tr.setSelection(TextSelection.near(view.state.doc.resolve(at.pos))));
          receive(rich, files);
          return true;
        },
      },
    })];
  },
});

// own reports whether markup was copied from such an editor. Others are made of
// the same library and leave its mark too, but not without styles of theirs.
const own = (html) => html.includes("data-pm-slice") && !/\s(style|class|on\w+)\s*=/i.test(html);

const filesOf = (transfer) => [...(transfer?.files ?? [])];

const says = (html) => /\S/.test(html.replace(/<style[\s\S]*?<\/style>|<!--[\s\S]*?-->|<[^>]*>|&nbsp;/gi, ""));

// linked makes the selected words lead to an address that is pasted over them.
function linked(rich, text) {
  const { empty, $from, $to } = rich.editor.state.selection;
  if (empty || !$from.sameParent($to) || !/^\s*https?:\/\/\S+\s*$/.test(text) || !address(text)) return false;
  rich.run((c) => c.setMark("link", { href: address(text) }));
  return true;
}

// receive takes files that were pasted, dropped or chosen.
export function receive(rich, files) {
  if (!rich.at.media) return; // a text without a library
  const pictures = files.filter((file) => file.type.startsWith("image/"));
  const documents = files.filter((file) => /\.docx?$/i.test(file.name)); // of an old one the server says what to do
  const others = files.filter((file) => !pictures.includes(file) && !documents.includes(file));
  if (others.length) rich.say(word("drop.unknown", others.map((file) => file.name).join(word("comma"))));
  if (pictures.length) rich.take(pictures);
  if (documents.length) read(rich, documents);
}

// read has documents turned into markup, one after the other.
async function read(rich, documents) {
  for (const file of documents) {
    rich.say(word("document.reading", file.name));
    try {
      const { title, html, left } = await send(rich.at.documents, file);
      const heading = document.createElement("h2");
      heading.textContent = title;
      // A title that finds its place taken is not lost.
      rich.insert(title && !rich.entitle(title) ? heading.outerHTML + html : html);
      rich.say(word(left.length ? "document.partly" : "document.read", file.name), left);
    } catch (error) {
      rich.say(word("document.failed", file.name, error.message));
    }
  }
}

// Small files that are no workbook, or worse than none.
import { deflateRawSync } from "node:zlib";

// container is a file of Microsoft's older kind with a stream of this name:
// "Workbook" makes it an .xls, "EncryptedPackage" a workbook under a password.
export function container(stream) {
  const b = Buffer.alloc(2048);
  Buffer.from("d0cf11e0a1b11ae1", "hex").copy(b);
  const entry = b.subarray(1024 + 128);
  entry.write(stream, "utf16le");
  entry.writeUInt16LE(2 * stream.length + 2, 64);
  entry[66] = 2;
  return b;
}

// bomb is a workbook of some 10 kB whose one text unpacks to this many bytes.
export function bomb(bytes) {
  const ns = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
  const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const relations = (list) => `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${list.map(([type, target], i) => `<Relationship Id="r${i}" Type="${office}/${type}" Target="${target}"/>`).join("")}</Relationships>`;
  return zipped({
    "_rels/.rels": relations([["officeDocument", "xl/workbook.xml"]]),
    "xl/workbook.xml": `<workbook ${ns} xmlns:r="${office}"><sheets><sheet name="表" sheetId="1" r:id="r0"/></sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": relations([["worksheet", "worksheets/sheet1.xml"], ["sharedStrings", "sharedStrings.xml"]]),
    "xl/sharedStrings.xml": `<sst ${ns}><si><t>${"x".repeat(bytes)}</t></si></sst>`,
    "xl/worksheets/sheet1.xml": `<worksheet ${ns}><sheetData><row><c t="s"><v>0</v></c></row></sheetData></worksheet>`,
  });
}

// zipped packs parts by name. See the .ZIP File Format Specification, 4.3.
function zipped(parts) {
  const files = [], index = [];
  let at = 0;
  for (const [name, text] of Object.entries(parts)) {
    const whole = Buffer.from(text), packed = deflateRawSync(whole);
    const header = Buffer.alloc(26); // what the header of a part and its line in the index have in common
    header.writeUInt16LE(20, 0);
    header.writeUInt16LE(8, 4);
    header.writeUInt32LE(crc32(whole), 10);
    header.writeUInt32LE(packed.length, 14);
    header.writeUInt32LE(whole.length, 18);
    header.writeUInt16LE(name.length, 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(at, 10);
    const file = Buffer.concat([Buffer.from("PK\x03\x04"), header, Buffer.from(name), packed]);
    files.push(file);
    index.push(Buffer.concat([Buffer.from("PK\x01\x02\x14\x00"), header, place, Buffer.from(name)]));
    at += file.length;
  }
  const end = Buffer.alloc(18);
  end.writeUInt16LE(files.length, 4);
  end.writeUInt16LE(files.length, 6);
  end.writeUInt32LE(Buffer.concat(index).length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...files, ...index, Buffer.from("PK\x05\x06"), end]);
}

const table = Array.from({ length: 256 }, (_, n) => {
  for (let i = 0; i < 8; i++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
  return n;
});
const crc32 = (bytes) => ~bytes.reduce((c, b) => table[(c ^ b) & 255] ^ (c >>> 8), -1) >>> 0;

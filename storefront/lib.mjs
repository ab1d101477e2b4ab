// Copies the third-party files of lib.json from node_modules into storefront/lib (not in git), whence the program
// embeds them, and cuts the icon sprite. A file whose hash is not the listed one stops the build.
//
//   node storefront/lib.mjs          copy and check
//   node storefront/lib.mjs --write  copy and write the hashes down, after a version was changed on purpose
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const here = import.meta.dirname;
const modules = join(here, '..', 'node_modules');
const listFile = join(here, 'lib.json');
const list = JSON.parse(readFileSync(listFile, 'utf8'));
const write = process.argv.includes('--write');

const sha384 = (bytes) => createHash('sha384').update(bytes).digest('base64');

function check(entry, name, bytes) {
  const installed = JSON.parse(readFileSync(join(modules, entry.package, 'package.json'), 'utf8')).version;
  if (installed !== entry.version) throw new Error(`${entry.package}: ${installed} is installed, lib.json lists ${entry.version}`);
  const hash = sha384(bytes);
  if (write) entry.sha384 = hash;
  else if (hash !== entry.sha384) throw new Error(`${name}: its hash is not the one in lib.json`);
}

function put(name, bytes) {
  const target = join(here, 'lib', name);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, bytes);
}

function sprite({ package: name, version, names }) {
  const symbols = [...names].sort().map((icon) => {
    const svg = readFileSync(join(modules, name, 'icons', `${icon}.svg`), 'utf8');
    const shapes = svg.slice(svg.indexOf('>', svg.indexOf('<svg')) + 1, svg.lastIndexOf('</svg>'));
    return `<symbol id="${icon}" viewBox="0 0 24 24">${shapes.replace(/\s+/g, ' ').replaceAll('> <', '><').trim()}</symbol>`;
  });
  return Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg">\n<!-- ${name} ${version}, ISC license -->\n${symbols.join('\n')}\n</svg>\n`);
}

for (const old of readdirSync(join(here, 'lib'))) {
  if (old !== '.gitkeep') rmSync(join(here, 'lib', old), { recursive: true });
}
for (const entry of list.files) {
  const name = `${entry.package}@${entry.version}/${entry.file}`;
  const bytes = readFileSync(join(modules, entry.package, entry.file));
  check(entry, name, bytes);
  put(name, bytes);
}
const icons = sprite(list.icons);
check(list.icons, 'icons.svg', icons);
put('icons.svg', icons);
if (write) writeFileSync(listFile, format(list));

// One line an entry, so that a change of version is one line of a diff.
function format({ files, icons: { names, ...rest } }) {
  const lines = files.map((file) => `    ${JSON.stringify(file)}`);
  const rows = [];
  for (const name of [...names].sort()) {
    const last = rows.at(-1);
    if (last && last.length + name.length < 100) rows[rows.length - 1] += `, "${name}"`;
    else rows.push(`      "${name}"`);
  }
  const head = Object.entries(rest).map(([key, value]) => `    "${key}": ${JSON.stringify(value)},`);
  return `{\n  "files": [\n${lines.join(',\n')}\n  ],\n  "icons": {\n${head.join('\n')}\n    "names": [\n${rows.join(',\n')}\n    ]\n  }\n}\n`;
}

// Bundles the pages' styles, scripts and icons into src/Amphi/wwwroot/build, named by their content and compressed once,
// with a manifest that says which name is whose.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const here = import.meta.dirname;
const source = path.join(here, 'src/Amphi');
const target = path.join(source, 'wwwroot/build');

// The icons in use, by their names in Lucide (ISC). A name that is missing there fails the build.
const icons = readFileSync(path.join(source, 'Look/icons.txt'), 'utf8').split('\n').map((line) => line.trim()).filter(Boolean);

function sprite() {
  const symbols = icons.map((name) => {
    const svg = readFileSync(path.join(here, `node_modules/lucide-static/icons/${name}.svg`), 'utf8');
    const inner = svg.slice(svg.indexOf('>', svg.indexOf('<svg')) + 1, svg.lastIndexOf('</svg>')).replace(/\s*\n\s*/g, '');
    return `<symbol id="${name}" viewBox="0 0 24 24">${inner}</symbol>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join('')}</svg>\n`;
}

rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });

const result = await build({
  absWorkingDir: here,
  entryPoints: {
    amphi: 'src/Amphi/Look/Styles/amphi.css',
    site: 'src/Amphi/Scripts/site.js',
    lesson: 'src/Amphi/Scripts/lesson.js',
    test: 'src/Amphi/Scripts/test.js',
    outbox: 'src/Amphi/Scripts/outbox.js',
    case: 'src/Amphi/Scripts/case.js',
    passkeys: 'src/Amphi/Scripts/passkeys.js',
    math: 'src/Amphi/Scripts/math.js',
  },
  bundle: true,
  minify: true,
  format: 'esm',
  target: ['chrome123', 'firefox121', 'safari17.5'],
  outdir: target,
  entryNames: '[name]-[hash]',
  assetNames: '[name]-[hash]',
  loader: { '.woff2': 'file', '.woff': 'empty', '.ttf': 'empty' },
  metafile: true,
  logLevel: 'warning',
});

const plain = (name) => name.replace(/-[A-Z0-9]{8}\./, '.');
const manifest = Object.fromEntries(Object.keys(result.metafile.outputs).map((file) => [plain(path.basename(file)), path.basename(file)]));

const svg = sprite();
manifest['icons.svg'] = `icons-${createHash('sha256').update(svg).digest('hex').slice(0, 8)}.svg`;
writeFileSync(path.join(target, manifest['icons.svg']), svg);

for (const file of readdirSync(target).filter((name) => /\.(css|js|svg)$/.test(name))) {
  const bytes = readFileSync(path.join(target, file));
  writeFileSync(path.join(target, `${file}.br`), brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
  writeFileSync(path.join(target, `${file}.gz`), gzipSync(bytes, { level: 9 }));
}

// Last, so that a manifest means that everything it names is there.
writeFileSync(path.join(target, 'manifest.json'), JSON.stringify(manifest, null, 2));

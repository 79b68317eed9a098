// Writes the modules of src/ to dist/ as few files: a start then reads tens of them, not hundreds. Entries and command
// keep their places. What several of them share, and what is loaded only when it is needed, is in files of its own.
// Packages stay packages. Without source maps, as these would be larger than all code: no name is shortened, and lines
// are kept, so that a stack trace can be read as it is.
import { chmodSync, readdirSync, readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { rolldown } from 'rolldown'

const { name: self, dependencies, peerDependencies } = JSON.parse(readFileSync('package.json', 'utf8'))
const PACKAGES = new Set([self, ...Object.keys(dependencies), ...Object.keys(peerDependencies)])
const COMMAND = 'cli/commands/main'
const ENTRIES = readdirSync('src/entries').map((file) => `entries/${file.replace(/\.ts$/, '')}`)

const bundle = await rolldown({
  input: Object.fromEntries([COMMAND, ...ENTRIES].map((name) => [name, `src/${name}.ts`])),
  // Whatever is no path is a package, or a module of Node.
  external: /^[^./]/,
  platform: 'node',
  // Every module gives what it exports, and does nothing else, but for the command.
  treeshake: { moduleSideEffects: false },
  tsconfig: false,
  transform: { target: 'es2023' },
})
const { output } = await bundle.write({
  dir: 'dist',
  // As deep as the modules of src/ that read files of the package: both find them three levels up.
  chunkFileNames: 'parts/shared/[name].js',
  hoistTransitiveImports: false,
  comments: false,
  minify: { compress: false, mangle: false, codegen: false },
})
await bundle.close()

// The bundler may reach for helpers of its own, which no user has.
for (const { type, imports, dynamicImports } of output) {
  if (type !== 'chunk') continue
  for (const specifier of [...imports, ...dynamicImports]) {
    const name = specifier.match(/^(?:@[^/]+\/)?[^/]+/)?.[0] ?? ''
    const isOurs = output.some(({ fileName }) => fileName === specifier)
    if (!isOurs && !isBuiltin(specifier) && !PACKAGES.has(name)) throw new Error(`${specifier} is no dependency`)
  }
}
chmodSync(`dist/${COMMAND}.js`, 0o755)

// Else a file of the package would be looked for in the wrong place.
for (const { type, fileName, code } of output)
  if (type === 'chunk' && /import\.meta\.url/.test(code) && fileName.split('/').length !== 3)
    throw new Error(`${fileName} reads files of the package, and is not three levels deep`)

import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseJson } from '../../json/index.ts'
import { UsageError } from '../../report/results/index.ts'
import { defineConfig } from './config.ts'

/** The names that are looked for in the working directory. */
export const CONFIG_FILES = ['ts', 'js', 'mjs', 'json'].map((ending) => `fgs-contract.config.${ending}`)

/**
 * The name of the configuration in a folder; undefined if there is none. Throws UsageError if there are several, since
 * nothing says which one is meant.
 */
export function findConfigFile(folder: string): string | undefined {
  const [first, second] = CONFIG_FILES.filter((name) => existsSync(join(folder, name)))
  if (first !== undefined && second !== undefined)
    throw new UsageError(`there are ${first} and ${second}; keep one of them, or name one with --config.`)
  return first
}

/** The value that a configuration file holds or exports, unchecked. Rejects with UsageError that names the file. */
export async function loadConfigFile(file: string, folder: string): Promise<unknown> {
  const path = resolve(folder, file)
  const [, ending] = /\.(ts|js|mjs|json)$/.exec(file) ?? []
  if (ending === undefined)
    throw new UsageError(`--config ${file} has an ending that is not supported; use .ts, .js, .mjs or .json.`)
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch {
    throw new UsageError(`--config ${file} cannot be read; give the path of a file.`)
  }
  try {
    if (ending === 'json') return parseJson(text)
    return ending === 'ts' ? await importTypeScript(path) : exported(await import(pathToFileURL(path).href))
  } catch (error) {
    throw new UsageError(`${file} ${ending === 'json' ? 'is not JSON' : 'cannot be run'}: ${reasonOf(error)}.`)
  }
}

/** jiti runs TypeScript on any version of Node. It is loaded only for that, and writes no cache. */
async function importTypeScript(path: string): Promise<unknown> {
  const { createJiti } = await import('jiti')
  const jiti = createJiti(path, {
    fsCache: false,
    moduleCache: false,
    interopDefault: false,
    // The configuration finds it even if the package is not installed beside it.
    virtualModules: { 'fgs-contract/config': { defineConfig } },
  })
  return exported(await jiti.import(path))
}

const exported = (module: unknown): unknown =>
  typeof module === 'object' && module !== null && 'default' in module ? module.default : undefined

/** The first line of a message, without the full stop at its end, and the line of the file for a syntax error. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return firstLine(String(error))
  const isSyntax = error.name === 'SyntaxError' || error.message.startsWith('ParseError:')
  const [, line] = (isSyntax && /:(\d+)(?::\d+)?$/m.exec(`${error.message}\n${error.stack?.split('\n')[0]}`)) || []
  return firstLine(error.message) + (line === undefined ? '' : ` in line ${line}`)
}

function firstLine(text: string): string {
  const [first = 'its error has no message'] = text.split('\n').filter((line) => line.trim() !== '')
  return first.trim().replace(/\.$/, '').slice(0, 300)
}

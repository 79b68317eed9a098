import { type ExecFileException, execFile } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { projectFiles, root } from './project-files.ts'

export interface Done {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** The project in a folder of its own: somebody may be running the dist/ of this one. */
export interface BuiltPackage {
  readonly directory: string
  remove(): void
}

/** Copies the project and builds it as `npm run build` does. */
export async function buildPackage(): Promise<BuiltPackage> {
  const directory = copyProject()
  const { code, stdout, stderr } = await run('npm', ['run', 'build'], directory)
  if (code !== 0) throw new Error(`the build failed:\n${stdout}${stderr}`)
  return { directory, remove: () => rmSync(directory, { recursive: true, force: true }) }
}

/** Copies the files that make the package, and links the packages that are installed here. */
export function copyProject(): string {
  const directory = temporaryFolder()
  for (const { path } of projectFiles()) {
    if (/^(?:test|fixtures|\.ci)\//.test(path)) continue
    mkdirSync(dirname(join(directory, path)), { recursive: true })
    cpSync(join(root, path), join(directory, path))
  }
  symlinkSync(join(root, 'node_modules'), join(directory, 'node_modules'), 'junction')
  return directory
}

export const temporaryFolder = (): string => realpathSync(mkdtempSync(join(tmpdir(), 'fgs-contract-')))

/** Runs a program to its end. A code that is not 0 is an answer too. */
export function run(
  program: string,
  args: readonly string[],
  cwd: string,
  env: { readonly [name: string]: string } = {},
): Promise<Done> {
  return new Promise((resolve, reject) => {
    const options = { cwd, env: { ...environment(), ...env }, maxBuffer: 64 * 2 ** 20 }
    execFile(program, args, options, (error: ExecFileException | null, stdout, stderr) => {
      if (error !== null && typeof error.code !== 'number') reject(error)
      else resolve({ code: Number(error?.code ?? 0), stdout, stderr })
    })
  })
}

/** Writes files into a folder, by name. */
export function writeFiles(directory: string, files: { readonly [name: string]: string }): void {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text)
}

/** The environment without the variables of npm and the test runner: they would lead another npm to this project. */
function environment(): NodeJS.ProcessEnv {
  const isOurs = (name: string): boolean =>
    /^(?:npm_(?:package|lifecycle|command|execpath|node_execpath)|npm_config_(?:local_)?prefix|VITEST|NODE_ENV|INIT_CWD|FGS_CONTRACT)/.test(
      name,
    )
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !isOurs(name)))
}

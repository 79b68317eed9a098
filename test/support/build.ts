import { execFile } from 'node:child_process'
import { copyFileSync, cpSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { inject } from 'vitest'

export interface Build {
  /** The command's program. */
  readonly main: string
  /** Serves a fixture: `NAME [PORT]`. */
  readonly serve: string
}

const root = fileURLToPath(new URL('../../', import.meta.url))

/**
 * Compiles the program and the fixtures as they are now, once for each run of the tests. The files that the program
 * reads are copied beside it.
 */
export async function build(): Promise<Build> {
  const folder = inject('buildFolder')
  const done = join(folder, 'done')
  if (isFirst(folder)) {
    await compile(folder).then(
      () => writeFileSync(done, ''),
      (error: unknown) => writeFileSync(join(folder, 'failed'), String(error)),
    )
  }
  while (!existsSync(done)) {
    if (existsSync(join(folder, 'failed'))) throw new Error(`The program cannot be compiled; see ${folder}/failed.`)
    await sleep(50)
  }
  return { main: join(folder, 'src/cli/commands/main.js'), serve: join(folder, 'fixtures/deployments/serve.js') }
}

/** Only one process can create a folder. */
function isFirst(folder: string): boolean {
  try {
    mkdirSync(join(folder, 'begun'))
    return true
  } catch {
    return false
  }
}

async function compile(folder: string): Promise<void> {
  copyFileSync(join(root, 'package.json'), join(folder, 'package.json'))
  cpSync(join(root, 'specs'), join(folder, 'specs'), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction')
  const config = {
    extends: join(root, 'tsconfig.json'),
    // Types are checked elsewhere.
    compilerOptions: { noCheck: true, declaration: false, rootDir: root, outDir: folder },
    include: [join(root, 'src'), join(root, 'fixtures/deployments')],
  }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config))
  await promisify(execFile)(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', folder])
}

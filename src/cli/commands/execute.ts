import { type ChildProcess, spawn } from 'node:child_process'
import type { Execution } from '../../client/index.ts'
import { UsageError } from '../../report/results/index.ts'

/** Only the end of what a program writes is kept. */
const MOST_OUTPUT = 16 * 1024
const GRACE_MS = 200

/**
 * Runs a program in a process group of its own. The group ends with the program, or at the time limit. Rejects with
 * UsageError if the program cannot be started.
 */
export function execute(
  [file = '', ...args]: readonly string[],
  variables: Readonly<Record<string, string>>,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<Execution> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      env: { ...process.env, ...variables },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
    })
    let output = ''
    const keep = (chunk: Buffer): void => {
      output = (output + chunk.toString()).slice(-MOST_OUTPUT)
    }
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    let isOver = false
    const end = (execution: Execution): void => {
      if (isOver) return
      isOver = true
      clearTimeout(timer)
      signal.removeEventListener('abort', stop)
      killGroup(child)
      child.stdout.destroy()
      child.stderr.destroy()
      resolve(execution)
    }
    const stop = (): void => end({ kind: 'hung', output })
    const timer = setTimeout(stop, timeoutMs)
    signal.addEventListener('abort', stop)
    child.once('error', (error) => {
      clearTimeout(timer)
      signal.removeEventListener('abort', stop)
      const code = 'code' in error ? error.code : undefined
      const why =
        code === 'ENOENT'
          ? 'there is no such program'
          : code === 'EACCES'
            ? 'the file is not executable'
            : error.message
      reject(new UsageError(`${file} cannot be run: ${why}.`))
    })
    child.once('exit', (code, killedBy) => {
      const exited = (): void => end({ kind: 'exited', code: code ?? killedBy ?? 'unknown', output })
      // A process that the program left behind may keep its output open.
      child.once('close', exited)
      setTimeout(exited, GRACE_MS).unref()
    })
  })
}

function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL')
  } catch {
    // The group has ended.
  }
}

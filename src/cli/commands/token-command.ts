import { spawn } from 'node:child_process'
import { UsageError } from '../../report/results/index.ts'

const TIMEOUT_MS = 60_000
/** Far more than any header can carry. */
const MOST_BYTES = 64 * 1024

/**
 * The token that a command for the shell prints. Nothing that it prints is shown, even if it fails. Rejects with
 * UsageError if the command fails, prints nothing or too much, or takes more than a minute.
 */
export function runTokenCommand(command: string, timeoutMs = TIMEOUT_MS): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, { shell: true, stdio: ['ignore', 'pipe', 'ignore'] })
    const chunks: Buffer[] = []
    let size = 0
    const fail = (why: string): void => {
      clearTimeout(timer)
      // A process that it started may live on, and keep the pipe open.
      child.stdout.destroy()
      child.kill('SIGKILL')
      reject(new UsageError(`--token-command ${why}; run it by hand to see why.`))
    }
    const timer = setTimeout(() => fail(`gave no token within ${timeoutMs / 1000} seconds`), timeoutMs)
    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size > MOST_BYTES) fail('printed more than a token')
      else chunks.push(chunk)
    })
    child.once('error', () => fail('could not be started'))
    child.once('close', (code, signal) => {
      clearTimeout(timer)
      if (code !== 0) return fail(code === null ? `was ended by ${signal}` : `failed with exit code ${code}`)
      const token = Buffer.concat(chunks).toString().trim()
      if (token === '') fail('printed nothing')
      else resolve(token)
    })
  })
}

import { type ChildProcess, fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import { build } from '../../support/build.ts'

export interface Finished {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface Running {
  readonly process: ChildProcess
  readonly finished: Promise<Finished>
}

export interface Surroundings {
  /** Beside PATH and what Node needs; nothing of the environment of the tests. */
  readonly env?: Readonly<Record<string, string>>
  readonly cwd?: string
}

/** Starts the built program as a user would. */
export async function start(args: readonly string[], { env, cwd }: Surroundings = {}): Promise<Running> {
  const { main } = await build()
  const child = spawn(process.execPath, [main, ...args], {
    cwd: cwd ?? tmpdir(),
    env: { PATH: process.env.PATH, HOME: tmpdir(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const stdout: Buffer[] = []
  const stderr: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk))
  const finished = once(child, 'close').then(() => ({
    code: child.exitCode,
    stdout: Buffer.concat(stdout).toString(),
    stderr: Buffer.concat(stderr).toString(),
  }))
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await finished
  })
  return { process: child, finished }
}

/** Runs the built program to its end, in a process of its own. */
export async function runAlone(args: readonly string[], surroundings?: Surroundings): Promise<Finished> {
  return (await start(args, surroundings)).finished
}

let warm: Promise<ChildProcess> | undefined
let runs = 0

/** A process that runs the program any number of times; it ends with this worker, when its channel closes. */
async function startWarm(): Promise<ChildProcess> {
  const { main } = await build()
  const child = fork(fileURLToPath(new URL('warm-program.mjs', import.meta.url)), [main], {
    cwd: tmpdir(),
    env: { PATH: process.env.PATH, HOME: tmpdir() },
    execArgv: [],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  child.setMaxListeners(0)
  child.once('exit', () => {
    warm = undefined
  })
  child.unref()
  child.channel?.unref()
  return child
}

/**
 * Runs the built program to its end: the whole command, in a process that has run others before, since starting takes
 * longer than most runs. What is about processes (signals, pipes, how one ends) is asked of one that runs alone.
 */
export async function run(args: readonly string[], surroundings: Surroundings = {}): Promise<Finished> {
  const { env = {}, cwd = tmpdir() } = surroundings
  // Node reads these when it starts.
  if (Object.keys(env).some((name) => name.startsWith('NODE_'))) return runAlone(args, surroundings)
  warm ??= startWarm()
  const child = await warm
  const id = ++runs
  return new Promise((resolve, reject) => {
    const died = (): void => reject(new Error(`the program died of ${args.join(' ')}`))
    const answered = (answer: { id: number; finished: Finished }): void => {
      if (answer.id !== id) return
      child.off('message', answered)
      child.off('exit', died)
      resolve(answer.finished)
    }
    child.on('message', answered)
    child.once('exit', died)
    child.send({ id, args, cwd, env: { PATH: process.env.PATH, HOME: tmpdir(), ...env } })
  })
}

/** `verify` without random requests. */
export const verify = (args: readonly string[], surroundings?: Surroundings): Promise<Finished> =>
  run(['verify', '--runs', '0', ...args], surroundings)

/** Serves a fixture in a process of its own until the test ends. */
export async function serveFixture(name: string, port = 0): Promise<string> {
  const { serve } = await build()
  const child = spawn(process.execPath, [serve, name, String(port)], { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill())
  const [line] = await once(child.stdout, 'data')
  return String(line).trim()
}

/** A folder with these files, until the test ends. */
export function folderOf(files: Readonly<Record<string, string>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'cli-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  return folder
}

/** The text without what differs from run to run. */
export const steady = (text: string): string =>
  text
    // What a run shows if it takes long.
    .replace(/^… (?:[✗!·] |[\d,]+ of [\d,]+ request).*\n/gm, '')
    .replace(/127\.0\.0\.1:\d+/g, '127.0.0.1:PORT')
    .replace(/"durationMs": \d+/g, '"durationMs": 0')
    .replace(/\b[\d.]+ (?:ms|s)\)/g, 'TIME)')
    .replace(/\b[0-9a-f]{64}\b/g, 'DIGEST')
    .replace(/\bplan [0-9a-f]{12}\b/g, 'plan DIGEST')
    .replace(/\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT/g, 'DATE')

import { EXIT_CODES } from './exit-codes.ts'

const SIGNALS = ['SIGINT', 'SIGTERM'] as const

/**
 * Runs something, and aborts its signal on SIGINT or SIGTERM, so that it can end in order. A second one ends the process
 * at once.
 */
export async function untilInterrupted<T>(run: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const stop = new AbortController()
  const release = (): void => {
    for (const name of SIGNALS) process.removeListener(name, interrupt)
  }
  const interrupt = (): void => {
    if (stop.signal.aborted) process.exit(EXIT_CODES.inconclusive)
    stop.abort()
    // Several that came while nothing listened are told of one by one. After that the system ends the process, whatever it is at.
    setImmediate(release)
  }
  for (const name of SIGNALS) process.on(name, interrupt)
  try {
    return await run(stop.signal)
  } finally {
    release()
  }
}

/** A signal came before there was anything to report. Exit code 3. */
export class StoppedError extends Error {
  override readonly name = 'StoppedError'
}

/** What is waited for, unless a signal comes first. Rejects with StoppedError then. */
export function orStopped<T>(signal: AbortSignal, what: Promise<T>): Promise<T> {
  const stopped = new Promise<never>((_, reject) => {
    const stop = (): void => reject(new StoppedError('the run was stopped before it began'))
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true })
  })
  return Promise.race([what, stopped])
}

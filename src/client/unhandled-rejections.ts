/** Collects rejections that nobody handles, which would end the process, while a client runs in it. */
export interface UnhandledRejections {
  /** Those since it was last asked. */
  take(): unknown[]
  stop(): void
}

const watching = new Set<unknown[]>()

/** Of several runs at once it cannot be told whose a rejection is: then it is nobody's. */
function hear(reason: unknown): void {
  const [only, ...others] = watching
  if (only && others.length === 0) only.push(reason)
}

export function watchUnhandledRejections(): UnhandledRejections {
  const reasons: unknown[] = []
  if (watching.size === 0) process.on('unhandledRejection', hear)
  watching.add(reasons)
  return {
    take: () => reasons.splice(0),
    stop() {
      watching.delete(reasons)
      if (watching.size === 0) process.removeListener('unhandledRejection', hear)
    },
  }
}

const compiled = new Map<string, RegExp | undefined>()

/** A pattern as JSON Schema means it: with `u`, and without where an older document's escapes need that. */
export function toRegExp(pattern: string): RegExp | undefined {
  if (compiled.has(pattern)) return compiled.get(pattern)
  const made = attempt(() => new RegExp(pattern, 'u')) ?? attempt(() => new RegExp(pattern))
  compiled.set(pattern, made)
  return made
}

function attempt(make: () => RegExp): RegExp | undefined {
  try {
    return make()
  } catch {
    return undefined
  }
}

/** A pattern that does not compile forbids nothing. */
export const matches = (pattern: string, text: string): boolean => toRegExp(pattern)?.test(text) ?? true

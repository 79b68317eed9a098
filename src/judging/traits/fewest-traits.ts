/** What a trait accounts for. */
export interface Account<Trait, Failure> {
  readonly trait: Trait
  readonly failures: readonly Failure[]
}

/**
 * As few traits as account for all failures that have one: always the trait that accounts for most of what is left, and
 * of several the first. A failure goes to one trait. So one defect that many requests meet has one name.
 */
export function fewestTraits<Trait, Failure>(
  candidates: readonly Account<Trait, Failure>[],
): readonly Account<Trait, Failure>[] {
  const explained = new Set<Failure>()
  const chosen: Account<Trait, Failure>[] = []
  for (;;) {
    let best: Account<Trait, Failure> | undefined
    for (const { trait, failures } of candidates) {
      const rest = failures.filter((failure) => !explained.has(failure))
      if (rest.length > (best?.failures.length ?? 0)) best = { trait, failures: rest }
    }
    if (!best) return chosen
    chosen.push(best)
    for (const failure of best.failures) explained.add(failure)
  }
}

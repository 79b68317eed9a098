/** Slower, a wait between two requests could be longer than a timer lasts, and would be none. */
const SLOWEST = 0.001

/** How a rate is written, for messages. */
export const RATE_FORM = 'a number of requests in a second, 0.001 or more, such as 5/s'

/** `10/s`: requests in a second; undefined for anything else. */
export function parseRate(text: string): number | undefined {
  const [, number] = /^(\d+(?:\.\d+)?)\/s$/.exec(text) ?? []
  return isRate(Number(number)) ? Number(number) : undefined
}

export const isRate = (perSecond: number): boolean => perSecond >= SLOWEST && perSecond < Number.POSITIVE_INFINITY

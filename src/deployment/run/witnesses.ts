import type { HttpRequest, Outcome, Redaction } from '../../http/index.ts'
import type { Breach } from '../../judging/checks/index.ts'
import { isConforming } from '../../judging/messages/index.ts'
import type { Case } from '../../planning/cases/index.ts'
import { type Finding, findingId, writeEvidence } from '../../report/results/index.ts'

/** A breach with the case that showed it, and what came back. */
export interface ShownBreach {
  readonly breach: Breach
  readonly testCase: Case
  readonly outcome: Outcome
  /** The place of its case in the plan; follow-ups come after all planned ones. */
  readonly order: number
  /** Its case was shrunk for it, so no other shows it better. */
  readonly minimal?: boolean
}

interface Gathered {
  shown: ShownBreach
  readonly classes: Set<string>
  /** What came back, each once, however often it was looked at. */
  readonly outcomes: Set<Outcome>
  intermittent: boolean
  /** Only random cases have shown it. */
  random: boolean
}

/** Gathers breaches into one finding for each subject of a check, with the smallest witness. */
export class Witnesses {
  readonly #best = new Map<string, Gathered>()

  add(shown: ShownBreach, intermittent = false): void {
    const { testCase, outcome } = shown
    const id = idOf(shown)
    const gathered = this.#best.get(id)
    const random = testCase.role === 'random'
    if (!gathered) {
      const classes = new Set([shown.breach.class])
      this.#best.set(id, { shown, classes, outcomes: new Set([outcome]), intermittent, random })
    } else {
      gathered.classes.add(shown.breach.class)
      gathered.outcomes.add(outcome)
      gathered.random &&= random
      if (isPlainer(shown, gathered.shown)) gathered.shown = shown
    }
  }

  get shownBreaches(): readonly ShownBreach[] {
    return [...this.#best.values()].map(({ shown }) => shown)
  }

  /** What only random cases have shown, if a smaller case may show it too. */
  get shrinkable(): readonly ShownBreach[] {
    return [...this.#best.values()].flatMap(({ shown, intermittent, random }) =>
      random && !intermittent && !shown.minimal ? [shown] : [],
    )
  }

  /** Says that a confirmation did not show it again. */
  markIntermittent(shown: ShownBreach): void {
    const gathered = this.#best.get(idOf(shown))
    if (gathered) gathered.intermittent = true
  }

  isMarked(shown: ShownBreach): boolean {
    return this.#best.get(idOf(shown))?.intermittent ?? false
  }

  /** Ids of the constraints that are broken. */
  get broken(): ReadonlySet<string> {
    const subjects = this.shownBreaches.map(({ breach }) => breach.subject)
    return new Set(subjects.flatMap((subject) => (subject.kind === 'constraint' ? [subject.constraint] : [])))
  }

  findings(context: {
    readonly seed: number
    readonly origin: string
    dress(testCase: Case): HttpRequest
    readonly redaction: Redaction
  }): Finding[] {
    const rows = [...this.#best].sort(([, a], [, b]) => a.shown.order - b.shown.order)
    return rows.map(
      ([
        id,
        {
          shown: { breach, testCase, outcome },
          classes,
          outcomes,
          intermittent,
        },
      ]): Finding => {
        const otherClasses = [...classes].filter((name) => name !== breach.class).sort()
        const replay = {
          case: testCase.name,
          seed: context.seed,
          ...(testCase.random && { path: testCase.random.path }),
        }
        const exchange = { request: context.dress(testCase), outcome, origin: context.origin, replay }
        return {
          id,
          subject: breach.subject,
          check: breach.check,
          severity: breach.severity,
          class: breach.class,
          ...(otherClasses.length > 0 && { otherClasses }),
          intermittent,
          operation: testCase.operation,
          ...writeEvidence(breach, exchange, context.redaction),
          occurrences: outcomes.size,
        }
      },
    )
  }
}

/** What has one id is one finding. */
const idOf = ({ breach: { check, subject }, testCase }: ShownBreach): string =>
  findingId(check, testCase.operation, subject)

const isRandom = ({ testCase }: ShownBreach): boolean => testCase.role === 'random'

const sizeOf = ({ testCase: { request }, outcome }: ShownBreach): number =>
  request.target.length + (request.body?.length ?? 0) + (outcome.kind === 'response' ? outcome.response.body.length : 0)

/** Of what was not shrunk, a planned case is plainer to read than a random one, however short. */
function isPlainer(a: ShownBreach, b: ShownBreach): boolean {
  if (a.minimal !== b.minimal) return a.minimal === true
  if (isRandom(a) !== isRandom(b)) return isRandom(b)
  // A request that conforms is answered with that status even after everything is mended, so it can be replayed.
  if (isConforming(a.testCase.judged) !== isConforming(b.testCase.judged)) return isConforming(a.testCase.judged)
  return sizeOf(a) < sizeOf(b) || (sizeOf(a) === sizeOf(b) && a.order < b.order)
}

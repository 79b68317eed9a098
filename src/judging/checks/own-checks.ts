import type { HeaderList, HttpRequest, Redaction } from '../../http/index.ts'
import { jsonIn } from '../../json/index.ts'
import {
  type Interaction,
  type InteractionMessage,
  type OwnCheckName,
  type OwnCheckRule,
  ownConstraint,
  UsageError,
} from '../../report/results/index.ts'
import { isForAnother, issuesOf } from '../messages/index.ts'
import type { Check, Exchange } from './check.ts'

type Answer = ReturnType<OwnCheckRule['ask']>

/** A check of the user's own, as it is asked in a run. */
export interface AskedCheck extends Check<OwnCheckName> {
  readonly rule: OwnCheckRule
  /** `true` if all is well, or what is wrong; undefined if it has no question about the exchange. Throws UsageError. */
  answer(exchange: Exchange): Answer
}

const LONGEST_MESSAGE = 500

/**
 * The user's own checks, ready to be asked of exchanges. Each looks at an exchange once: an object that is asked about again
 * has the same answer. A check that throws, or answers otherwise than it may, is the user's to mend: UsageError, which names it.
 */
export function ownChecks(rules: readonly OwnCheckRule[], redaction: Redaction): AskedCheck[] {
  const interactions = new WeakMap<Exchange, Interaction | undefined>()
  const interactionIn = (exchange: Exchange): Interaction | undefined => {
    if (!interactions.has(exchange)) interactions.set(exchange, interactionOf(exchange, redaction))
    return interactions.get(exchange)
  }
  return rules.map((rule): AskedCheck => {
    const { name, severity } = rule
    const answers = new WeakMap<Exchange, { readonly answer: Answer }>()
    const answer = (exchange: Exchange): Answer => {
      const { id } = exchange.judge.operation
      if (!rule.isFor(id) || rule.isOff(id)) return undefined
      const interaction = interactionIn(exchange)
      const known = answers.get(exchange) ?? { answer: interaction && asked(rule, interaction, redaction) }
      answers.set(exchange, known)
      return known.answer
    }
    return {
      name,
      rule,
      about: 'own',
      settles: 'at once',
      answer,
      ask: (exchange) => {
        const message = answer(exchange)
        if (typeof message !== 'string') return []
        const { outcome } = exchange
        return [
          {
            subject: { kind: 'constraint', constraint: ownConstraint(exchange.judge.operation.id, name) },
            severity,
            class: 'failed',
            message: message.trim().slice(0, LONGEST_MESSAGE),
            expected: `an answer that keeps ${name}`,
            received: outcome.kind === 'response' ? `status ${outcome.response.status}` : outcome.fault.message,
          },
        ]
      },
    }
  })
}

function asked({ name, ask }: OwnCheckRule, interaction: Interaction, redaction: Redaction): Answer {
  let answer: unknown
  try {
    answer = ask(interaction)
  } catch (error) {
    const [reason = ''] = (error instanceof Error ? error.message : String(error)).trim().split('\n')
    throw new UsageError(
      `the check ${name} threw ${redaction.text(reason.slice(0, LONGEST_MESSAGE)) || 'an error without a message'}, asked about an answer ${interaction.response.status} of ${interaction.operation.id}; mend it.`,
    )
  }
  if (answer === true || answer === undefined || (typeof answer === 'string' && answer.trim() !== '')) return answer
  // Nobody waits for a promise: that it fails is no news.
  if (answer instanceof Promise) answer.catch(() => undefined)
  throw new UsageError(
    `the check ${name} returned ${described(answer)}; return true, a sentence that says what is wrong, or undefined.`,
  )
}

function described(answer: unknown): string {
  if (answer instanceof Promise) return 'a promise'
  if (typeof answer === 'string') return 'an empty text'
  return typeof answer === 'boolean' || answer === null ? String(answer) : `a value of type ${typeof answer}`
}

/** What a check is shown of an exchange; undefined if there is no answer of the operation. */
function interactionOf(exchange: Exchange, redaction: Redaction): Interaction | undefined {
  const { outcome, sent, answer, judged, judge, credentials } = exchange
  if (outcome.kind !== 'response' || sent === undefined || isForAnother(judged)) return undefined
  const { id, method, path, tags } = judge.operation
  const issues =
    credentials === 'configured' ? issuesOf(judged).map(({ constraint }) => constraint) : [judge.constraint('security')]
  const request: HttpRequest = redaction.withSecretsOf(sent).request(sent)
  const { response } = outcome
  const documented = answer?.documented && { status: answer.documented.status, mediaType: answer.mediaType }
  return frozen({
    operation: { id, method, path, tags: [...tags] },
    request: { method: request.method, target: request.target, ...messageOf(request.headers, request.body) },
    response: { status: response.status, ...messageOf(response.headers, response.body) },
    documented,
    broken: [...new Set(issues.map((constraint) => constraint.id))],
  })
}

function messageOf(headers: HeaderList, body: Uint8Array | undefined): InteractionMessage {
  const text = new TextDecoder().decode(body)
  // Without a prototype, `constructor` is a name like any other.
  const byName: { [name: string]: string } = Object.create(null)
  for (const [name, value] of headers) {
    const key = name.toLowerCase()
    const before = byName[key]
    byName[key] = before === undefined ? value : `${before}, ${value}`
  }
  return { headers: byName, text, json: jsonIn(text) }
}

/** Freezes a value and all in it, however deep a hostile body nests. */
function frozen<T extends object>(value: T): T {
  const open: object[] = [value]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    Object.freeze(next)
    for (const member of Object.values(next)) if (typeof member === 'object' && member !== null) open.push(member)
  }
  return value
}

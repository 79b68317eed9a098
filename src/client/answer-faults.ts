import { isSuccess } from '../http/index.ts'
import type { Json, Pointer } from '../json/index.ts'
import { inDoubles, isArray, isObject, parseJson, valueAt, withValueAt, writeJson } from '../json/index.ts'
import { show } from '../judging/messages/index.ts'
import type { ClientFault } from './client-fault.ts'
import { type LostData, lostData, type Templates, type TemplatesOf, tellingTexts } from './lost-data.ts'
import type { Observation } from './observation.ts'
import { differencesOf } from './request-faults.ts'

/** Whether the client got the answer that was to be served: what it makes of others says nothing of that one. */
export const wasServed = ({ requests }: Observation): boolean => requests.some(({ isServed }) => isServed)

/** What a client makes of a legal answer and should not. */
export function answerFaults(templatesOf: TemplatesOf, observation: Observation): ClientFault[] {
  if (!wasServed(observation)) return []
  const templates = templatesOf(labelOf(observation))
  return isSuccess(observation.answer.response.status)
    ? successFaults(templates, observation)
    : errorFaults(templates, observation)
}

function successFaults(templates: Templates, observation: Observation): ClientFault[] {
  const { answer, outcome, unhandled } = observation
  const { status } = answer.response
  const base = { severity: 'error', label: labelOf(observation), observation } as const
  const refused = (name: string, what: string, received: string): ClientFault => ({
    ...base,
    check: 'positive_response_acceptance',
    class: name,
    message: `A legal answer with status ${status} makes the client ${what}.`,
    expected: 'a result',
    received,
  })
  if (outcome.kind === 'hung') return [refused('hangs', 'hang', 'nothing until the time-out')]
  const [rejection] = unhandled
  if (rejection !== undefined) return [refused('unhandled rejection', 'leave a rejection unhandled', rejection)]
  const { lost } = lostOf(observation, templates)
  // A client may well throw for what an answer says, as long as the error says it.
  if (outcome.kind === 'threw')
    return lost.length === 0 && saysAny(observation) ? [] : [refused('throws', 'throw', outcome.text)]
  return lost.map((pointer): ClientFault => {
    const fault = { ...base, check: 'complete_result', class: 'lost', pointer, received: outcome.text } as const
    return { ...fault, ...wordsOfLoss(fault, pointer) }
  })
}

/** How the loss of a place of an answer is told. */
export function wordsOfLoss(
  { check, observation: { answer } }: Pick<ClientFault, 'check' | 'observation'>,
  pointer: Pointer,
): Pick<ClientFault, 'message' | 'expected'> {
  const { status } = answer.response
  const expected = expectedAt(answer.body, pointer)
  const place = pointer === '' ? 'body' : pointer
  if (check === 'complete_result')
    return { expected, message: `A legal answer with status ${status} loses its ${place} on the way to the result.` }
  const without = pointer === '' ? 'with nothing of its body' : `without its ${pointer.slice(1)}`
  return { expected, message: `A documented error with status ${status} surfaces ${without}.` }
}

function errorFaults(templates: Templates, observation: Observation): ClientFault[] {
  const { answer, outcome, unhandled } = observation
  const { status } = answer.response
  const base = { check: 'error_propagation', severity: 'error', label: labelOf(observation), observation } as const
  const expected = 'an error that says what the answer says'
  const [rejection] = unhandled
  if (outcome.kind === 'hung') {
    const message = `A documented error with status ${status} makes the client hang.`
    return [{ ...base, class: 'hangs', message, expected, received: 'nothing until the time-out' }]
  }
  if (rejection !== undefined && outcome.kind === 'returned') {
    const message = `A documented error with status ${status} leaves a rejection unhandled.`
    return [{ ...base, class: 'unhandled rejection', message, expected, received: rejection }]
  }
  const { lost } = lostOf(observation, templates)
  if (
    outcome.kind === 'returned' &&
    isTellingError(observation) &&
    !saysAny(observation) &&
    !outcome.shown.hasNumber(status)
  ) {
    const message = `A documented error with status ${status} is swallowed: the client returns, with nothing of the error.`
    return [{ ...base, class: 'swallowed', message, expected, received: outcome.text }]
  }
  return lost.map((pointer): ClientFault => {
    const fault = { ...base, class: 'lost', pointer, received: outcome.text }
    return { ...fault, ...wordsOfLoss(fault, pointer) }
  })
}

/** Whether anything of an answer's body is in what the client made of it. */
const saysAny = ({ answer, outcome }: Observation): boolean =>
  outcome.kind !== 'hung' && tellingTexts(answer.body).some(outcome.shown.hasText)

/** Whether an error's body says anything that could be swallowed. */
export const isTellingError = ({ answer }: Observation): boolean => tellingTexts(answer.body).length > 0

export const labelOf = ({ answer }: Observation): string => `response.${answer.status}`

/** What became of an answer's values; nothing if that cannot be told. */
export function lostOf({ answer: { body }, outcome }: Observation, templates: Templates): LostData {
  if (outcome.kind === 'hung' || body === undefined) return NOTHING
  if (outcome.kind === 'threw' || !('read' in outcome)) return lostData(body, outcome.shown, templates)
  // What a result has besides is its own business.
  const differences = differencesOf(inDoubles(body), asJson(outcome.read), '')
    .filter((pointer) => valueAt(body, pointer) !== undefined)
    .map((pointer) => templates.of(pointer))
  return { lost: [...new Set(differences)], kept: differences.includes('') ? [] : [''] }
}

const NOTHING: LostData = { lost: [], kept: [] }

/** What `read` gave, as JSON would carry it: in doubles, which is all that JavaScript's own JSON has. */
function asJson(value: unknown): Json | undefined {
  try {
    const text: string | undefined = JSON.stringify(value)
    return text === undefined ? undefined : inDoubles(parseJson(text))
  } catch {
    return undefined
  }
}

/** The first value at a place that stands for several. */
function expectedAt(body: Json | undefined, template: Pointer): string {
  if (body === undefined) return 'nothing'
  let pointer = template
  for (let star = pointer.indexOf('/*'); star >= 0; star = pointer.indexOf('/*')) {
    const outer = valueAt(body, pointer.slice(0, star)) ?? null
    const key = isArray(outer) ? '0' : isObject(outer) ? (Object.keys(outer)[0] ?? '') : ''
    pointer = `${pointer.slice(0, star)}/${key}${pointer.slice(star + 2)}`
    if (pointer.includes('//*')) break
  }
  return show(valueAt(body, pointer))
}

/** Members of enums that results do not tell apart. */
export function memberFaults(templatesOf: TemplatesOf, observations: readonly Observation[]): ClientFault[] {
  const good = observations.filter(({ answer }) => isSuccess(answer.response.status))
  const labels = [...new Set(good.map(labelOf))]
  return labels.flatMap((label) =>
    mistakenMembers(
      templatesOf(label),
      good.filter((observation) => labelOf(observation) === label),
    ),
  )
}

/** A member of an enum that a result does not tell from another one. */
function mistakenMembers(templates: Templates, observations: readonly Observation[]): ClientFault[] {
  const faults: ClientFault[] = []
  for (const pointer of templates.enums) {
    if (pointer.includes('*')) continue
    const shownMembers = observations.flatMap((observation) => {
      const { answer, outcome } = observation
      const member = answer.body === undefined ? undefined : valueAt(answer.body, pointer)
      // A result that is read is compared as a whole.
      if (typeof member !== 'string' || outcome.kind === 'hung' || 'read' in outcome || !wasServed(observation))
        return []
      // What the body says elsewhere too, the result may show for that.
      if (writeJson(withValueAt(answer.body ?? null, pointer, null)).includes(member)) return []
      const isShown = [member, member.toUpperCase(), member.toLowerCase()].some(outcome.shown.hasText)
      return [{ observation, outcome, member, isShown }]
    })
    const members = new Set(shownMembers.map(({ member }) => member))
    for (const { observation, outcome, member, isShown } of shownMembers) {
      if (isShown || outcome.kind !== 'returned') continue
      // The result says another member in its place, or is what another member gives as well.
      const otherMembers = [...members].filter((other) => other !== member)
      const isMistaken = otherMembers.some(
        (other) =>
          outcome.shown.hasExactText(other) && !writeJson(observation.answer.body ?? null).includes(`"${other}"`),
      )
      const isAlike = shownMembers.some(
        (other) =>
          other.member !== member &&
          !other.isShown &&
          other.outcome.kind === 'returned' &&
          other.outcome.signature === outcome.signature,
      )
      if (!isMistaken && !isAlike) continue
      faults.push({
        check: 'complete_result',
        severity: 'error',
        class: 'lost',
        label: labelOf(observation),
        pointer,
        // Told from others, each is one that passes.
        passing: shownMembers.filter((shown) => shown.isShown).map((shown) => shown.observation),
        message: `An answer with ${pointer.slice(1)} ${writeJson(member)} gives a result that does not tell it from another one.`,
        expected: writeJson(member),
        received: outcome.text,
        observation,
      })
    }
  }
  return faults
}

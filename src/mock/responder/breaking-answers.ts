import { type Constraint, documentedStatus, shortId } from '../../contract/constraints/index.ts'
import type { DocumentedResponse } from '../../contract/model/index.ts'
import { brokenSequence, type HttpResponse, statusClass } from '../../http/index.ts'
import type { OperationJudge } from '../../judging/messages/index.ts'
import { adverseBodies } from './adverse-bodies.ts'
import type { Answer } from './answer.ts'
import { answerForms } from './answer-form.ts'
import { Answers } from './answers.ts'
import { brokenBodies, brokenHeaders } from './broken-bodies.ts'
import { withHeader, withoutHeader } from './header-texts.ts'
import { statusFor } from './statuses.ts'

/**
 * Answers that break one constraint of a response, and no other, as the judge sees them; if there are such, they
 * break no advisory either. None if none is found: no answer breaks an implied constraint alone, nor leaves the
 * statuses of `4XX`.
 */
export function* breakingAnswers(judge: OperationJudge, constraint: Constraint): Generator<Answer> {
  const wanted = documentedStatus(constraint)
  const documented = judge.operation.responses.find(({ status }) => status === wanted)
  if (!documented || constraint.party !== 'deployment' || constraint.implied !== undefined) return
  const short = shortId(constraint)
  const named = ({ name, response }: Answer): Answer => ({ name: `breaks ${short}: ${name}`, response })
  const names = new Set<string>()
  const withAdvisories = new Map<string, Answer>()
  for (const answer of attempts(judge, documented, constraint)) {
    const broken = names.has(answer.name) ? 'more' : breaks(judge, answer.response, constraint)
    if (broken === 'more') continue
    if (broken === 'advisories too') withAdvisories.set(answer.name, withAdvisories.get(answer.name) ?? answer)
    else {
      names.add(answer.name)
      yield named(answer)
    }
  }
  if (names.size === 0) for (const answer of withAdvisories.values()) yield named(answer)
}

function breaks(
  judge: OperationJudge,
  response: HttpResponse,
  { kind, id }: Constraint,
): 'alone' | 'advisories too' | 'more' {
  const { documented, issues } = judge.response(response)
  if (kind === 'status') return documented === undefined ? 'alone' : 'more'
  const [first, ...others] = issues.filter(({ constraint }) => kind === 'advisory' || constraint.kind !== 'advisory')
  if (first?.constraint.id !== id || others.length > 0) return 'more'
  return issues.length > 1 ? 'advisories too' : 'alone'
}

function* attempts(judge: OperationJudge, documented: DocumentedResponse, constraint: Constraint): Generator<Answer> {
  const status = statusFor(documented, judge.operation)
  const plain = new Answers(judge, documented, status).at(0)?.response
  if (!plain) return
  switch (constraint.kind) {
    case 'status': {
      const codes = [2, 1, 3, 9, 18, 22, 99].map((rest) => statusClass(status) * 100 + rest)
      for (const code of codes) yield { name: `status ${code}`, response: { ...plain, status: code } }
      return
    }
    case 'mediaType':
      yield { name: 'another', response: retyped(plain, 'text/html', '<!doctype html><p>Not what you expect.</p>') }
      yield { name: 'other', response: retyped(plain, 'application/x-unexpected') }
      yield { name: 'absent', response: { ...plain, headers: withoutHeader(plain, 'content-type') } }
      return
    case 'syntax':
      for (const { media, format, write } of answerForms(judge, documented, status)) {
        if (media.name !== constraint.value) continue
        const framing = format.kind === 'sequence' ? format.framing : format.kind === 'parts' ? 'parts' : undefined
        if (framing) {
          const items = new Answers(judge, { ...documented, content: [media] }, status).at(0)?.response
          for (const [name, body] of items ? brokenSequence(framing, items.body) : [])
            yield { name, response: { ...plain, ...items, body } }
          continue
        }
        const whole = write(BODY)
        const half = whole.body.subarray(0, Math.floor(whole.body.length / 2))
        yield { name: 'cut', response: { ...whole, body: half } }
        yield { name: 'no UTF-8', response: { ...whole, body: new Uint8Array([0x22, 0xff, 0xfe, 0x22]) } }
        yield { name: 'empty', response: { ...whole, body: new Uint8Array() } }
      }
      return
    case 'presence':
      if (constraint.place.in === 'header')
        yield { name: 'absent', response: { ...plain, headers: withoutHeader(plain, constraint.place.name) } }
      return
    case 'advisory':
      for (const form of answerForms(judge, documented, status)) yield* adverseBodies(judge, form, constraint.advisory)
      return
    case 'encoding':
    case 'method':
    case 'security':
      return
    default: {
      const { place } = constraint
      const isAlone = (response: HttpResponse): boolean => breaks(judge, response, constraint) !== 'more'
      if (place.in === 'header') yield* brokenHeaders(judge.contract, documented, plain, constraint, isAlone)
      else
        for (const form of answerForms(judge, documented, status))
          if (place.in === 'body' && form.media.name === place.mediaType) yield* brokenBodies(form, constraint, isAlone)
    }
  }
}

/** Long enough to be cut within. */
const BODY = { message: 'a body that is cut' }

function retyped(response: HttpResponse, mediaType: string, text?: string): HttpResponse {
  const typed = withHeader(response, 'content-type', mediaType)
  return text === undefined ? typed : { ...typed, body: new TextEncoder().encode(text) }
}

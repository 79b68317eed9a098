import { type FieldRole, headerValues, type RequestField, secretsSentBack } from '../../http/index.ts'
import { isForAnother, type Oddity } from '../messages/index.ts'
import { type Exchange, type Objection, statusOf } from './check.ts'
import { undocumentedMethod } from './undocumented-method.ts'

interface OddWords {
  readonly message: string
  readonly expected: string
}

const WORDS: { readonly [O in Oddity]: OddWords } = {
  'a byte order mark': {
    message: 'The JSON of the answer begins with a byte order mark, which some parsers refuse (RFC 8259, 8.1).',
    expected: 'JSON from the first byte on',
  },
  'a repeated name': {
    message: 'An object of the answer has one name twice: which value counts depends on the parser (RFC 8259, 4).',
    expected: 'each name once',
  },
  'none of the documented members': {
    message: 'The body of the answer has none of the members that the document describes.',
    expected: 'at least one documented member, or none at all',
  },
  'times that run backwards': {
    message: 'Something in the answer was changed or ended before it was created or begun.',
    expected: 'times in the order that their names say',
  },
}

/** What no constraint forbids, and hardly anybody means: an advisory each, about a named case. */
export function answerAdvisories(exchange: Exchange): Objection[] {
  const { outcome, judged, answer, sent } = exchange
  const status = statusOf(exchange)
  if (outcome.kind !== 'response' || status === undefined) return []
  const { headers } = outcome.response
  const ofAllow = status === 405 ? advisoriesOfAllow(headerValues(headers, 'allow'), exchange) : []
  if (isForAnother(judged)) return ofAllow
  const place = `response.${answer?.documented?.status ?? status}`
  const objections = (answer?.oddities ?? []).map((oddity) =>
    advisory(`${place}: ${oddity}`, oddity, WORDS[oddity], oddity),
  )
  objections.push(...ofAllow)
  if (!sent) return objections
  const [coding = ''] = headerValues(headers, 'content-encoding')
  if (!/^(?:identity)?$/i.test(coding) && headerValues(sent.headers, 'accept-encoding').length === 0)
    objections.push(
      ofMessages(
        'response: a coding that was not asked for',
        'coded',
        {
          message: 'The answer is coded although the request has no Accept-Encoding: some clients cannot read it.',
          expected: 'an answer without Content-Encoding',
        },
        `Content-Encoding ${coding}`,
      ),
    )
  const [back] = exchange.credentials === 'configured' ? secretsSentBack(sent, outcome.response, roleIn(exchange)) : []
  if (back !== undefined)
    objections.push(
      ofMessages(
        `${place}: credentials that are sent back`,
        'credentials',
        {
          message: 'The answer has the credentials of its request: whoever may read the answer may use them.',
          expected: 'an answer without them',
        },
        `the credentials in ${back}`,
      ),
    )
  return objections
}

const advisory = (name: string, defect: string, words: OddWords, received: string): Objection => ({
  subject: { kind: 'case', case: name },
  severity: 'advisory',
  class: defect,
  ...words,
  received,
})

/** An advisory about what writes all answers: in several operations it is one fault. */
function ofMessages(...told: Parameters<typeof advisory>): Objection {
  return { ...advisory(...told), isEverywhere: true }
}

/** What the operation says of a field, which it may declare as a parameter although its name sounds secret. */
function roleIn({ judge: { operation } }: Exchange): (field: RequestField) => FieldRole {
  const keys = operation.security.flat().flatMap((scheme) => (scheme.type === 'apiKey' ? [scheme.parameter] : []))
  return ([name, , place = 'header']) => {
    const isNamed = (other: string): boolean => other.toLowerCase() === name.toLowerCase()
    if (keys.some(isNamed)) return 'credential'
    return operation.parameters.some((parameter) => parameter.in === place && isNamed(parameter.name))
      ? 'parameter'
      : undefined
  }
}

/** What a 405 says of the methods that its path takes (RFC 9110, 15.5.6). */
function advisoriesOfAllow(values: readonly string[], exchange: Exchange): Objection[] {
  if (values.length === 0) return [NO_ALLOW]
  // A path that is none of the contract has other methods.
  if (isForAnother(exchange.judged) && undocumentedMethod(exchange) === undefined) return []
  const allowed = values.flatMap((value) => value.split(',')).map((method) => method.trim())
  const missing = exchange.judge.operation.methodsOfPath.filter((method) => !allowed.includes(method))
  return missing.length === 0 ? [] : [incomplete(allowed, missing)]
}

const NO_ALLOW = ofMessages(
  'response.405: no Allow',
  'no Allow',
  {
    message: 'An answer 405 does not say which methods are allowed (RFC 9110, 15.5.6).',
    expected: 'the header Allow',
  },
  'no such header',
)

const incomplete = (allowed: readonly string[], missing: readonly string[]): Objection =>
  ofMessages(
    'response.405: an incomplete Allow',
    'incomplete Allow',
    {
      message: 'An answer 405 leaves out methods that the path documents (RFC 9110, 15.5.6).',
      expected: `an Allow with ${missing.join(', ')}`,
    },
    `Allow ${allowed.join(', ')}`,
  )

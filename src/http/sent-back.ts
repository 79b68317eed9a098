import { byteText, utf8Text } from './byte-text.ts'
import type { HttpRequest, HttpResponse } from './message.ts'
import { type RequestField, requestFields } from './request-field.ts'
import { isCredentialName, isSecretName, secretsOf } from './secrets.ts'

/** Shorter secrets, and words, may stand in an answer by chance. */
const isUnlikelyByChance = (secret: string): boolean =>
  secret.length >= 12 || (secret.length >= 8 && /\d/.test(secret) && /[A-Za-z]/.test(secret))

/** What a contract makes of a field of a request: a key of a security scheme, or a parameter like any other. */
export type FieldRole = 'credential' | 'parameter' | undefined

/**
 * Where an answer has a secret that its request carried: `the body`, or `the header Location`. Secrets are what stands in
 * fields that are credentials by `roleOf`, or by their names if that knows nothing of them. A cookie that is set anew is no
 * secret sent back.
 */
export function secretsSentBack(
  request: HttpRequest,
  { headers, body }: HttpResponse,
  roleOf: (field: RequestField) => FieldRole,
): string[] {
  const fields = requestFields(request).filter((field) => {
    const [name] = field
    const role = roleOf(field)
    return isCredentialName(name) || role === 'credential' || (role === undefined && isSecretName(name))
  })
  const secrets = secretsOf(fields).filter(isUnlikelyByChance)
  if (secrets.length === 0) return []
  const text = byteText(body)
  return [
    ...headers.flatMap(([name, value]) =>
      name.toLowerCase() !== 'set-cookie' && secrets.some((secret) => value.includes(secret))
        ? [`the header ${name}`]
        : [],
    ),
    ...(secrets.some((secret) => text.includes(utf8Text(secret))) ? ['the body'] : []),
  ]
}

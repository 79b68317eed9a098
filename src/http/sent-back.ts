import { byteText, utf8Text } from './byte-text.ts'
import type { HttpRequest, HttpResponse } from './message.ts'
import { requestFields } from './request-field.ts'
import { isCredentialName, isSecretName, secretsOf } from './secrets.ts'

/** Shorter secrets, and words, may stand in an answer by chance. */
const isUnlikelyByChance = (secret: string): boolean =>
  secret.length >= 12 || (secret.length >= 8 && /\d/.test(secret) && /[A-Za-z]/.test(secret))

/**
 * Where an answer has a secret that its request carried: `the body`, or `the header Location`. Secrets are what stands in
 * fields with secret names, or in those that `isClaimed` knows. A cookie that is set anew is no secret sent back.
 */
export function secretsSentBack(
  request: HttpRequest,
  { headers, body }: HttpResponse,
  isClaimed: (name: string) => boolean,
): string[] {
  const fields = requestFields(request).filter(
    ([name]) => isCredentialName(name) || isSecretName(name) || isClaimed(name),
  )
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

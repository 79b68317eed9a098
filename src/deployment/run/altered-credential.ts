import type { RequestField } from '../../http/index.ts'
import type { Credentials } from '../../planning/cases/index.ts'

/** How credentials are other than those that were given. */
type Alteration = Exclude<Credentials, 'configured' | 'none'>

/**
 * A credential of the same form that nobody was given: `Bearer wrong` for a token (RFC 9110, 11.4). Of basic, the password is
 * altered; what has no letters is not the same in another case, and is wrong altogether.
 */
export function alteredCredential([name, value, place]: RequestField, how: Alteration): RequestField {
  const [, scheme = '', token = ''] = /^([A-Za-z0-9-]+) +(\S+)$/.exec(value) ?? []
  if (name.toLowerCase() !== 'authorization' || scheme === '') return [name, altered(value, how), place]
  const text = scheme.toLowerCase() === 'basic' ? alteredUser(token, how) : altered(token, how)
  return [name, text === '' ? scheme : `${scheme} ${text}`, place]
}

/** `user:password` in base64 (RFC 7617, 2). */
function alteredUser(token: string, how: Alteration): string {
  const [, user = 'wrong', password = ''] = /^([^:]*):(.*)$/s.exec(Buffer.from(token, 'base64').toString()) ?? []
  if (how === 'empty') return ''
  const pair = how === 'wrong' ? 'wrong:wrong' : `${user}:${altered(password, how)}`
  return Buffer.from(pair).toString('base64')
}

function altered(text: string, how: Alteration): string {
  switch (how) {
    case 'wrong':
      return 'wrong'
    case 'empty':
      return ''
    case 'cut':
      return [...text].slice(0, -1).join('')
    case 'recased': {
      const recased = text.replace(/[a-z]/gi, (letter) =>
        letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase(),
      )
      return recased === text ? 'wrong' : recased
    }
  }
}

import { OptionError } from '../../report/results/index.ts'

const FLAG = '--target'

export interface Target {
  /** `https://example.com:8443` */
  readonly origin: string
  /** Stands before every path. It has no slash at its end, and may be empty. */
  readonly basePath: string
  readonly isLoopback: boolean
}

/** Reads `--target`. Throws UsageError for a text that is not a base URL. */
export function parseTarget(text: string): Target {
  // An unset variable of the shell, most likely.
  if (text === '') throw new OptionError(FLAG, 'is empty; give a URL, or leave it out.')
  if (!URL.canParse(text))
    throw new OptionError(FLAG, `${text} is not a URL; write it whole, such as https://example.com/base.`)
  const url = new URL(text)
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new OptionError(
      FLAG,
      `${text} is not an http or https URL; write it whole, such as https://example.com/base.`,
    )
  if (url.username !== '' || url.password !== '')
    throw new OptionError(FLAG, "must not carry credentials; give them with --header 'Authorization: …'.")
  if (url.search !== '' || url.hash !== '')
    throw new OptionError(FLAG, 'is a base URL; leave out its query and fragment.')
  const isLoopback = /^(?:localhost|.*\.localhost|127(?:\.\d+){3}|\[::1\])$/.test(url.hostname)
  return { origin: url.origin, basePath: url.pathname.replace(/\/+$/, ''), isLoopback }
}

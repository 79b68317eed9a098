const TAG = /<(\/?)([a-z][a-z0-9]*)((?: [a-zA-Z-]+(?:="[^"<>]*")?)*)(\/?)>/y
const VOID = new Set(['meta', 'rect'])

/**
 * The places at which a page departs from the part of HTML that the reporter writes: a `<` or `>` outside of tags, an
 * element that is not closed, an attribute that could run or load something. Browsers are more lenient.
 */
export function htmlFaults(text: string): string[] {
  const page = text
    .replace(/^<!doctype html>\n/, '')
    .replace(/(<(style|script)>)[\s\S]*?(<\/\2>)/g, (_, start: string, __, end: string) => start + end)
  const open: string[] = []
  const faults: string[] = []
  for (let index = 0; index < page.length; ) {
    if (page[index] !== '<') {
      const next = page.indexOf('<', index)
      const content = page.slice(index, next === -1 ? page.length : next)
      if (content.includes('>')) faults.push(`a bare > in ${content.trim().slice(0, 80)}`)
      if (/&(?!(?:amp|lt|gt|quot|#39);)/.test(content)) faults.push(`a bare & in ${content.trim().slice(0, 80)}`)
      index += content.length
      continue
    }
    TAG.lastIndex = index
    const tag = TAG.exec(page)
    if (tag === null) return [...faults, `no tag: ${page.slice(index, index + 80)}`]
    const [whole, slash, name = '', attributes = ''] = tag
    if (/ (?:on[a-z]+|style|src|srcset|action)=| href="(?!#)/.test(attributes)) faults.push(`not inert: ${whole}`)
    if (slash === '' && !VOID.has(name)) open.push(name)
    if (slash !== '' && open.pop() !== name) faults.push(`closes what is not open: ${whole}`)
    index += whole.length
  }
  return [...faults, ...open.map((name) => `is not closed: ${name}`)]
}

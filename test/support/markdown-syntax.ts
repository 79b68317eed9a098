/** The places at which a document departs from the part of GFM that the reporter writes. */
export function markdownFaults(text: string): string[] {
  const faults: string[] = []
  let fence: string | undefined
  let columns: number | undefined
  let details = 0
  for (const line of text.split('\n')) {
    const mark = /^`{3,}/.exec(line)?.[0]
    if (fence !== undefined) {
      if (line === fence) fence = undefined
      else if (mark !== undefined && mark.length >= fence.length) faults.push(`ends the code: ${line}`)
      continue
    }
    if (mark !== undefined) {
      fence = mark
      continue
    }
    const cells = line.startsWith('|') ? line.replace(/\\./g, '').split('|').length : undefined
    if (cells !== undefined && columns !== undefined && cells !== columns) faults.push(`${cells} cells: ${line}`)
    columns = cells
    if (line.startsWith('<details>')) {
      details++
      const isPlain = /^<details><summary><b>[a-z]+<\/b> <code>[^<>]*<\/code><\/summary>$/.test(line)
      if (!isPlain) faults.push(`no summary: ${line}`)
    } else if (line === '</details>') details--
    else if (hasMarkup(line)) faults.push(`markup: ${line}`)
  }
  if (fence !== undefined) faults.push('code is not closed')
  if (details !== 0) faults.push('details are not closed')
  return faults
}

/** HTML, a link, an image or an address outside of code. */
function hasMarkup(line: string): boolean {
  const prose = line.replace(/(?<![\\`])(`+)(?!`).*?(?<!`)\1(?!`)/g, '').replace(/\\[!-/:-@[-`{-~]/g, '')
  return /<|\]\(|https?:\/\/|[^ ]@/.test(prose.replace(/^> /, ''))
}

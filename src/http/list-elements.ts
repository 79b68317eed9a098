/** The text at its commas, those within quotes left out (RFC 9110, 5.6.1). */
export function listElements(text: string): string[] {
  const elements: string[] = []
  let from = 0
  let isQuoted = false
  for (let index = 0; index < text.length; index++) {
    if (isQuoted && text[index] === '\\') index++
    else if (text[index] === '"') isQuoted = !isQuoted
    else if (text[index] === ',' && !isQuoted) {
      elements.push(text.slice(from, index))
      from = index + 1
    }
  }
  return [...elements, text.slice(from)]
}

/** Of a string only its first quote: a pattern of all of it would need memory for each character, and has too little. */
const TOKEN = /"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|[{}[\],:]/g

/** The strings, numbers and punctuation of a text that JSON.parse accepts, and where each begins. */
export function* tokensOf(text: string): Generator<{ readonly token: string; readonly index: number }> {
  const pattern = new RegExp(TOKEN)
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const { index } = match
    if (match[0] === '"') pattern.lastIndex = endOfString(text, index)
    yield { token: text.slice(index, pattern.lastIndex), index }
  }
}

/** Where a string ends that begins at `start`: behind the first quote that no backslash escapes, or with the text. */
export function endOfString(text: string, start: number): number {
  for (let quote = text.indexOf('"', start + 1); quote >= 0; quote = text.indexOf('"', quote + 1)) {
    let backslashes = 0
    while (text[quote - backslashes - 1] === '\\') backslashes++
    if (backslashes % 2 === 0) return quote + 1
  }
  return text.length
}

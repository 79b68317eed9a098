/**
 * Shows the buttons, which would be of no use without a script. Where a browser gives a page from a file no clipboard,
 * the text is selected and copied as by hand.
 */
export const HTML_SCRIPT = `
for (const button of document.querySelectorAll('.snippet button')) {
  const code = button.closest('.snippet').querySelector('code')
  button.hidden = false
  button.addEventListener('click', async () => {
    const selection = getSelection()
    selection.selectAllChildren(code)
    let copied = false
    try {
      await navigator.clipboard.writeText(code.textContent)
      copied = true
    } catch {
      copied = document.execCommand('copy')
    }
    button.textContent = copied ? 'Copied' : 'Selected'
    setTimeout(() => { button.textContent = 'Copy' }, 2000)
  })
}
`

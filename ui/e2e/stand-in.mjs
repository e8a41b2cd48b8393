// Runs inside the page in place of Tauri's bridge and answers every command from a table. For checks only, never shipped.

/** @param {Record<string, unknown>} answers command → answer; an answer with `$error` is thrown. */
export function standIn(answers) {
  // As Tauri does with `freezePrototype`: code that writes over inherited names must show itself here too.
  Object.freeze(Object.prototype)
  let next = 1
  const unknown = new Set()
  window.__unknownCommands = unknown
  window.__TAURI_EVENT_PLUGIN_INTERNALS__ = { unregisterListener: () => {} }
  window.__TAURI_INTERNALS__ = {
    transformCallback: () => next++,
    unregisterCallback: () => {},
    convertFileSrc: (path) => path,
    invoke: async (command, args) => {
      if (command.startsWith('plugin:event|')) return next++
      if (!(command in answers)) {
        unknown.add(command)
        throw { code: 'internal', what_happened: `no answer for ${command}`, what_is_safe: '', what_to_do: '', details: {} }
      }
      const answer = answers[command]
      if (answer && typeof answer === 'object' && '$error' in answer) throw answer.$error
      if (command === 'save_settings') return { ...answer, settings: args.settings }
      // Raw bytes travel as base64 in the table.
      if (answer && typeof answer === 'object' && '$bytes' in answer) return Uint8Array.from(atob(answer.$bytes), (char) => char.charCodeAt(0)).buffer
      return structuredClone(answer)
    },
  }
}

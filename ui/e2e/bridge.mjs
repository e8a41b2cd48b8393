// Runs inside the page in place of Tauri's bridge and asks the real core over loopback (src-tauri's `tablet_bridge`).
// For journeys in Chromium only, never shipped.

/** @param {string} base the bridge's address, e.g. `http://127.0.0.1:8440` */
export function throughBridge(base) {
  const callbacks = new Map()
  const listeners = new Map()
  let next = 1
  let source

  const follow = (name) => {
    source ??= new EventSource(`${base}/events`)
    source.addEventListener(name, (event) => {
      for (const [id, listener] of listeners)
        if (listener.name === name) callbacks.get(listener.callback)?.({ event: name, id, payload: JSON.parse(event.data) })
    })
  }
  const listen = ({ event, handler }) => {
    if (![...listeners.values()].some(({ name }) => name === event)) follow(event)
    listeners.set(next, { name: event, callback: handler })
    return next++
  }
  const ask = async (command, args, options) => {
    const isRaw = args instanceof Uint8Array || args instanceof ArrayBuffer
    const response = await fetch(`${base}/ipc/${command}`, {
      method: 'POST',
      headers: { 'content-type': isRaw ? 'application/octet-stream' : 'application/json', ...options?.headers },
      body: isRaw ? args : JSON.stringify(args ?? {}),
    })
    const kind = response.headers.get('content-type') ?? ''
    const answer = kind.startsWith('application/json') ? await response.json() : await response.arrayBuffer()
    if (response.ok) return answer
    throw kind.startsWith('application/json') ? answer : new TextDecoder().decode(answer)
  }

  window.__TAURI_EVENT_PLUGIN_INTERNALS__ = { unregisterListener: (_event, id) => listeners.delete(id) }
  window.__TAURI_INTERNALS__ = {
    transformCallback: (callback) => {
      callbacks.set(next, callback)
      return next++
    },
    unregisterCallback: (id) => callbacks.delete(id),
    convertFileSrc: (path) => path,
    invoke: async (command, args, options) => {
      if (command === 'plugin:event|listen') return listen(args)
      if (command === 'plugin:event|unlisten') return listeners.delete(args.eventId)
      return ask(command, args, options)
    },
  }
}

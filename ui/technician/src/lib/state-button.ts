// The one state button of a job: its word, its icon, and what a tap does.
import { m } from '@feltbok/shared/messages'
import { push } from '@feltbok/shared/router'
import Check from '@lucide/svelte/icons/check'
import ClipboardPen from '@lucide/svelte/icons/clipboard-pen'
import FileText from '@lucide/svelte/icons/file-text'
import MapPinCheck from '@lucide/svelte/icons/map-pin-check'
import Play from '@lucide/svelte/icons/play'
import Van from '@lucide/svelte/icons/van'
import type { Component } from 'svelte'
import { api } from './api.js'
import type { JobCard, JobView, NextAction } from './bindings.js'

/** The actions that are buttons; a blocked or finished job has none. */
export type Action = Exclude<NextAction, 'nothing' | 'blocked'>

export const actionWords: Record<Action, () => string> = {
  accept: m.action_accept,
  drive: m.action_drive,
  arrive: m.action_arrive,
  finish: m.action_finish,
  resume: m.action_resume,
  document: m.action_document,
}

export const actionIcons: Record<Action, Component> = {
  accept: Check,
  drive: Van,
  arrive: MapPinCheck,
  finish: ClipboardPen,
  resume: Play,
  document: FileText,
}

/** Does what the button says; returns the fresh card when the screen stays, `null` when another opens. */
export async function takeAction(card: JobCard): Promise<JobCard | null> {
  const view = await step(card)
  if (view) return view.card
  return null
}

async function step(card: JobCard): Promise<JobView | null> {
  const id = card.job_id
  switch (card.next) {
    case 'accept':
      return api.accept(id)
    case 'drive':
      return api.drive(id)
    case 'arrive': {
      const view = await api.arrive(id)
      if (card.remote) return view
      // Who has arrived stands before the machine: the scanner opens by itself.
      await push(`/job/${id}/scan`)
      return null
    }
    case 'resume':
      await api.resume(id)
      await push(`/job/${id}`)
      return null
    case 'finish':
      await push(`/job/${id}`)
      return null
    case 'document':
      await push(`/job/${id}/visit/document`)
      return null
    case 'blocked':
    case 'nothing':
      return null
  }
}

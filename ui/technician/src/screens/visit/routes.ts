// The screens of a visit, `/job/:id/visit/…`, and the van's stock, which they share their lists with.
import { wrap, type RouteDefinition } from '@feltbok/shared/router'

export const visitRoutes: RouteDefinition = {
  '/job/:id/visit/diagnosis': wrap({ asyncComponent: () => import('./diagnosis/Diagnosis.svelte') }),
  '/job/:id/visit/quote': wrap({ asyncComponent: () => import('./quote/Quote.svelte') }),
  '/job/:id/visit/parts': wrap({ asyncComponent: () => import('./parts/Parts.svelte') }),
  '/job/:id/visit/readings': wrap({ asyncComponent: () => import('./readings/Readings.svelte') }),
  '/job/:id/visit/checklist': wrap({ asyncComponent: () => import('./checklist/Checklist.svelte') }),
  '/job/:id/visit/photos': wrap({ asyncComponent: () => import('./photos/Photos.svelte') }),
  '/job/:id/visit/times': wrap({ asyncComponent: () => import('./times/Times.svelte') }),
  '/job/:id/visit/close-out': wrap({ asyncComponent: () => import('./close-out/CloseOut.svelte') }),
  '/job/:id/visit/sign': wrap({ asyncComponent: () => import('./sign/Sign.svelte') }),
  '/job/:id/visit/document': wrap({ asyncComponent: () => import('./document/Document.svelte') }),
  '/van': wrap({ asyncComponent: () => import('./van/VanStock.svelte') }),
}

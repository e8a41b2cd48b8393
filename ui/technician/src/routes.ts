// Which address shows which screen; every screen but the day itself is fetched when it is first opened.
import { wrap, type RouteDefinition } from '@feltbok/shared/router'
import Missing from './screens/Missing.svelte'
import { visitRoutes } from './screens/visit/routes.js'
import Today from './screens/today/Today.svelte'

export const routes: RouteDefinition = {
  '/': Today,
  '/day/:date': Today,
  '/job/:id': wrap({ asyncComponent: () => import('./screens/job/Job.svelte') }),
  '/job/:id/scan': wrap({ asyncComponent: () => import('./screens/scan/Scan.svelte') }),
  '/scan': wrap({ asyncComponent: () => import('./screens/scan/Scan.svelte') }),
  '/machines': wrap({ asyncComponent: () => import('./screens/equipment/Search.svelte') }),
  '/machines/:id': wrap({ asyncComponent: () => import('./screens/equipment/Machine.svelte') }),
  '/sync': wrap({ asyncComponent: () => import('./screens/sync/SyncCentre.svelte') }),
  '/sync/enrol': wrap({ asyncComponent: () => import('./screens/sync/EnrolAgain.svelte') }),
  '/settings': wrap({ asyncComponent: () => import('./screens/settings/Settings.svelte') }),
  '/settings/about': wrap({ asyncComponent: () => import('./screens/settings/About.svelte') }),
  ...visitRoutes,
  '*': Missing,
}

/** Where the customer reads and signs. */
export function signingRoute(jobId: string): string {
  return `/job/${jobId}/visit/sign`
}

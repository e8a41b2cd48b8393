// The screens of a visit, `/job/:id/visit/…`, and the van's stock, which they share their lists with.
import type { RouteDefinition } from '@feltbok/shared/router'

export const visitRoutes: RouteDefinition = {}

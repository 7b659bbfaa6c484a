declare module 'virtual:api-routes' {
  /** The method and path of each route, generated from the contract when the page is built. */
  const routes: { readonly [id: string]: { readonly method: string; readonly path: string } };
  export default routes;
}

declare module 'virtual:first-paths' {
  /** The paths of the requests that are started before the page's code is there. */
  const paths: { readonly [name in 'configuration' | 'me' | 'board' | 'shipment']: string };
  export default paths;
}

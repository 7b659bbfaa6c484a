declare module 'virtual:api-routes' {
  /** The method and path of each route, generated from the contract when the page is built. */
  const routes: { readonly [id: string]: { readonly method: string; readonly path: string } };
  export default routes;
}

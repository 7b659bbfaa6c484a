declare module 'virtual:api-routes' {
  /** Method and path of each route, made from the contract when the page is built. */
  const routes: { readonly [id: string]: { readonly method: string; readonly path: string } };
  export default routes;
}

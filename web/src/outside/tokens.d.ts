/** Made by tools/tokens.ts. */
declare module "virtual:tokens.css";

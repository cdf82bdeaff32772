import { app } from '../../vite.app.ts';

export default app({ base: '/play', bundle: 'single', leaf: 'http://localhost:8080' });

import { app } from '../../vite.app.ts';

export default app({ base: '/display', bundle: 'single', leaf: 'http://localhost:8080' });

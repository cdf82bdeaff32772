import { app } from '../../vite.app.ts';

export default app({ base: '', bundle: 'split', leaf: 'http://localhost:8081' });

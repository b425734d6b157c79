// The message box with what it suggests.
export const COMPOSE_LOOK = `
#composer { position: relative; padding: 6px 24px 20px; }
.box {
	display: flex;
	align-items: flex-end;
	gap: 6px;
	padding: 6px 6px 6px 16px;
	border: 1px solid light-dark(#cfc4b2, #4d463e);
	border-radius: 16px;
	background: var(--raised);
	transition: border-color 0.15s, box-shadow 0.15s;
}
.box:focus-within { border-color: var(--leaf); box-shadow: 0 0 0 3px var(--leaf-wash); }
#typed { flex: 1; min-width: 0; padding: 8px 0; border: 0; background: none; resize: none; line-height: 24px; outline: none; }
#typed::placeholder { color: var(--soft); opacity: 1; }
.send { display: grid; place-items: center; width: 40px; height: 40px; padding: 0; border: 0; border-radius: 11px; background: var(--leaf); color: var(--on-leaf); }
.box:has(#typed:placeholder-shown) .send { background: none; color: var(--soft); }
#completion {
	position: absolute;
	inset: auto 24px calc(100% - 2px);
	z-index: 4;
	max-height: min(340px, 50vh);
	padding: 6px;
	overflow-y: auto;
	border: 1px solid var(--line);
	border-radius: 16px;
	background: var(--raised);
	box-shadow: var(--shadow);
}
#completion [role=option] { display: flex; align-items: baseline; gap: 12px; padding: 8px 12px; border-radius: 10px; cursor: pointer; }
#completion [role=option] span { min-width: 0; color: var(--soft); font-size: 13.5px; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
#completion [aria-selected=true] { background: var(--leaf-wash); }
#completion strong { color: var(--leaf); font-weight: 600; white-space: nowrap; }
#usage { margin: 0 4px 7px; color: var(--soft); font-size: 13px; }
#usage code { margin-right: 6px; }
@media (max-width: 860px) {
	#composer { padding: 6px 10px calc(10px + env(safe-area-inset-bottom)); }
	#completion { inset: auto 10px calc(100% - 2px); }
	#completion [role=option] { padding: 10px 12px; min-height: 44px; }
	#typed { font-size: 16px; }
}
`;

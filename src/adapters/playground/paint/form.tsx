// Paints a Form as a dialog. What needs mending is written beside the fields that are already there,
// so that nothing typed is ever lost; client/page.ts opens and closes it.
import type { Field, Form } from "../../../chat/form.ts";
import { addressOf, TEAMMATES, type View } from "../team.ts";
import { Icon } from "./icons.tsx";

export function FormDialog({ form, view }: { form: Form; view: View }) {
	return (
		<dialog class="dialog" aria-labelledby="dialog-title">
			<form hx-post={`${addressOf(view)}/submit`} hx-swap="none" hx-sync="this:drop" class="fields">
				<header>
					<h2 id="dialog-title">{form.title}</h2>
					<button type="button" class="quiet" data-close aria-label="Close" title="Close">
						<Icon name="close" />
					</button>
				</header>
				<input type="hidden" name="of" value={form.id} />
				<input type="hidden" name="context" value={form.context} />
				<div id="mend" class="mend" role="alert"></div>
				{form.fields.map((field) => (
					<FieldView field={field} />
				))}
				<footer>
					<button type="button" class="button" data-close>
						Cancel
					</button>
					<button type="submit" class="button primary">
						{form.submit}
					</button>
				</footer>
			</form>
		</dialog>
	);
}

export const mendId = (field: string): string => `mend-${field.replace(/[^\w-]/g, "_")}`;

function FieldView({ field }: { field: Field }) {
	const id = `field-${field.id}`;
	const hints = [field.hint ? `${id}-hint` : "", mendId(field.id)].filter(Boolean).join(" ");
	return (
		<div class="field">
			<label for={id}>
				{field.label}
				{field.optional && <span class="optional">optional</span>}
			</label>
			<Control field={field} id={id} hints={hints} />
			{field.hint && (
				<p class="small" id={`${id}-hint`}>
					{field.hint}
				</p>
			)}
			<p class="mend" id={mendId(field.id)} role="alert"></p>
		</div>
	);
}

function Control({ field, id, hints }: { field: Field; id: string; hints: string }) {
	const shared = { id, name: `field.${field.id}`, required: !field.optional, "aria-describedby": hints };
	if (field.kind === "text") {
		const { maxLength, placeholder } = field;
		return field.multiline ? (
			<textarea {...shared} rows={3} maxlength={maxLength} placeholder={placeholder}>
				{field.value ?? ""}
			</textarea>
		) : (
			<input
				{...shared}
				type="text"
				maxlength={maxLength}
				placeholder={placeholder}
				value={field.value}
				autocomplete="off"
			/>
		);
	}
	const options =
		field.kind === "choice" ? field.options : TEAMMATES.map((one) => ({ label: one.name, value: one.user }));
	const mayBeNone = field.optional || field.value === undefined;
	return (
		<select {...shared}>
			{mayBeNone && (
				<option value="">{field.kind === "person" && field.optional ? "Nobody in particular" : "Choose…"}</option>
			)}
			{options.map((option) => (
				<option value={option.value} selected={option.value === field.value}>
					{option.label}
				</option>
			))}
		</select>
	);
}

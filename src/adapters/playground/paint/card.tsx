// Paints a Card as HTML: one switch over the blocks. Everything in a card is plain text and is escaped here by the renderer;
// a button becomes a form, so that it works by keyboard and says where it was pressed.
import {
	type Block,
	type Button,
	type Card,
	type Line,
	lineText,
	type Span,
	spokenLabels,
} from "../../../chat/card.ts";

export type CardProps = {
	card: Card;
	/** Whoever looks: a mention of them stands out. */
	viewer?: string;
	/** Where buttons are sent, and what stands beside their action; without it they are painted and do nothing. */
	press?: { to: string; where: string };
};

export function CardView({ card, viewer, press }: CardProps) {
	// One line needs no frame: it stands in the conversation like anybody's.
	const isPlain = card.blocks.length === 1 && card.blocks[0]?.kind === "text";
	const spoken = spokenLabels(card);
	return (
		<div class={isPlain ? "card plain" : "card"}>
			{card.blocks.map((block) => (
				<BlockView block={block} viewer={viewer} press={press} spoken={spoken} />
			))}
		</div>
	);
}

/** An item with a number or a sign of its own needs no bullet. */
const SIGNED = /^(\d+\.|[+−–•✓])/;

type Looks = {
	viewer: string | undefined;
	press: CardProps["press"] | undefined;
	spoken: ReadonlyMap<Button, string>;
};

function BlockView({ block, viewer, press, spoken }: { block: Block } & Looks) {
	switch (block.kind) {
		case "heading":
			return <h3>{block.text}</h3>;
		case "text":
			return (
				<p>
					<LineView line={block.line} viewer={viewer} />
				</p>
			);
		case "list":
			return (
				<ul>
					{block.items.map((item) => (
						<li class={SIGNED.test(lineText(item)) ? "signed" : ""}>
							<LineView line={item} viewer={viewer} />
						</li>
					))}
				</ul>
			);
		case "facts":
			return (
				<dl>
					{block.facts.map((fact) => (
						<div>
							<dt>{fact.label}</dt>
							<dd>
								<LineView line={fact.value} viewer={viewer} />
							</dd>
						</div>
					))}
				</dl>
			);
		case "quote":
			return <blockquote>{block.text}</blockquote>;
		case "small":
			return (
				<p class="small">
					<LineView line={block.line} viewer={viewer} />
				</p>
			);
		case "divider":
			return <hr />;
		case "buttons":
			return <Buttons block={block} press={press} spoken={spoken} />;
	}
}

type ButtonsProps = { block: Extract<Block, { kind: "buttons" }> } & Pick<Looks, "press" | "spoken">;

function Buttons({ block, press, spoken }: ButtonsProps) {
	return (
		<form class="buttons" hx-post={press?.to} hx-swap="none" hx-sync="this:drop">
			<input type="hidden" name="where" value={press?.where ?? ""} />
			{block.buttons.map((button) => (
				<button
					class={`button ${button.style ?? ""}`}
					type={press ? "submit" : "button"}
					name="pressed"
					value={button.action}
					aria-label={spoken.get(button)}
				>
					{button.label}
				</button>
			))}
		</form>
	);
}

function LineView({ line, viewer }: { line: Line; viewer: string | undefined }) {
	return (
		<>
			{line.map((span) => (
				<SpanView span={span} viewer={viewer} />
			))}
		</>
	);
}

function SpanView({ span, viewer }: { span: Span; viewer: string | undefined }) {
	if (typeof span === "string") return <Words text={span} />;
	if ("strong" in span) return <strong>{span.strong}</strong>;
	if ("code" in span) return <code>{span.code}</code>;
	if (!span.ping) return <span class="name">{span.person}</span>;
	return <Mention name={span.person} mine={span.user !== undefined && span.user === viewer} />;
}

/** A gauge is a picture: what it shows is said in words beside it. */
const Words = ({ text }: { text: string }) => (
	<>{text.split(/([▰▱]+)/u).map((part, index) => (index % 2 ? <span aria-hidden="true">{part}</span> : part))}</>
);

export const Mention = ({ name, mine }: { name: string; mine: boolean }) => (
	<span class={mine ? "mention mine" : "mention"}>@{name}</span>
);

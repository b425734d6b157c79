// Discord's limits that this adapter keeps within, each beside the page that sets it. It holds numbers only.

/** https://docs.discord.com/developers/resources/message#create-message */
export const contentLength = 2000;
export const nonceLength = 25;
export const mentionedUsers = 100;

/** https://docs.discord.com/developers/resources/channel#start-thread-from-message */
export const threadNameLength = 100;
/** The longest there is: a week's thread stays open for the week. */
export const threadArchivesAfterMinutes = 10_080;

/** https://docs.discord.com/developers/components/reference */
export const customIdLength = 100;
export const buttonsInRow = 5;
export const rowsBesideContent = 5;
export const componentsInMessage = 40;
/** All texts of a Components V2 message together. The reference leaves it out, the API enforces it. */
export const componentsText = 4000;
export const selectOptions = 25;
export const selectText = 100;
export const textInputLength = 4000;
export const placeholderLength = 100;
export const labelLength = 45;
export const labelDescriptionLength = 100;
export const modalTitleLength = 45;
export const modalComponents = 5;

/** https://docs.discord.com/developers/interactions/application-commands */
export const commandName = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;
export const menuNameLength = 32;
export const descriptionLength = 100;
export const commandOptions = 25;
export const optionChoices = 25;
export const choiceText = 100;
export const stringOptionLength = 6000;
export const commandText = 8000;

/** https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-callback */
export const callbackWithinMs = 3_000;
export const tokenLivesMs = 15 * 60_000;

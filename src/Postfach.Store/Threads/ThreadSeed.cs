using Postfach.Mail;

namespace Postfach.Store;

/// <summary>What decides to which thread a message belongs, as the numbers of <see cref="Mime.KeyNumbers"/>.</summary>
/// <param name="Id">Its own identifier; 0: none.</param>
/// <param name="References">The oldest first.</param>
/// <param name="Content">Stands for a message that has neither.</param>
internal sealed record ThreadSeed(BodyId Body, ulong Id, ulong[] References, ulong Content);

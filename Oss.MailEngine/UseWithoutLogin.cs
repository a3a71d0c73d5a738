using System.Net;

namespace Oss.MailEngine;

/// <summary>A message was begun without a password from a network that may (<see cref="MailEngineOptions.RelayNetworks"/>): what an operator counts before SMTP-AUTH becomes mandatory there.</summary>
/// <param name="Client">The client's address.</param>
/// <param name="Sender">The reverse path; empty for the null sender.</param>
/// <param name="Account">The canonical name of the mailbox that the sender leads to; <see langword="null"/> when it is none here.</param>
public sealed record UseWithoutLogin(IPAddress? Client, string Sender, string? Account);

namespace Postfach.Server.Listeners;

public enum CertificateFault { Missing, NotAllowed, Bad }

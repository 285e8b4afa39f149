global using Postfach.Testing;
global using Xunit;

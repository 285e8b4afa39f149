namespace Postfach.Retrieval;

/// <summary>In what language a person is told something.</summary>
public enum Language
{
    English,
    German,
}
